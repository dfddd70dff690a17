package netting

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"
)

// ledger keeps the sums of a cycle and nothing else. Two ledgers of the same
// terms can be merged, so that parts of a cycle can be read side by side.
type ledger struct {
	width    int // currencies
	invoices int
	sums     []int64          // of each cell: the position of one participant in one currency
	traffic  []bool           // of each cell; apart, so that sums lie closer together
	sparse   map[spot]int     // where the cells lie when there would be too many; nil when they are all there
	wide     map[int]*big.Int // what no longer fits into a cell
	gross    []magnitude      // of each currency
	turnover []magnitude      // of each cell; nil when nobody settles gross
}

type spot struct{ participant, currency int }

// magnitude is a sum of amounts without their signs. wide holds what two words
// cannot.
type magnitude struct {
	high, low uint64
	wide      *big.Int
}

// maxCells is how many cells are laid out beforehand (36 MiB). Only made-up
// input has more pairs of participant and currency; its cells come as needed.
const maxCells = 1 << 22

func newLedger(t *terms) ledger {
	l := ledger{width: len(t.currencies), wide: map[int]*big.Int{}, gross: make([]magnitude, len(t.currencies))}
	if len(t.participants) > maxCells/l.width {
		l.sparse = map[spot]int{}
	} else {
		cells := len(t.participants) * l.width
		l.sums, l.traffic = make([]int64, cells), make([]bool, cells)
	}
	if t.anyGross() {
		l.turnover = make([]magnitude, len(l.sums))
	}
	return l
}

// post books an amount whose opposite fits 64 bits too.
func (l *ledger) post(payer, payee, currency int, minor int64) {
	to, from := l.cell(payee, currency), l.cell(payer, currency)
	l.addTo(to, minor)
	l.addTo(from, -minor)
	unsigned := uint64(max(minor, -minor))
	l.gross[currency].add(0, unsigned)
	if l.turnover != nil {
		l.turnover[to].add(0, unsigned)
		l.turnover[from].add(0, unsigned)
	}
	l.invoices++
}

func (l *ledger) addTo(i int, minor int64) {
	old := l.sums[i]
	sum := old + minor
	if (sum > old) != (minor > 0) {
		l.addWide(i, big.NewInt(old))
		sum = minor
	}
	l.sums[i], l.traffic[i] = sum, true
}

func (l *ledger) postWide(payer, payee, currency int, minor *big.Int) {
	to, from, unsigned := l.cell(payee, currency), l.cell(payer, currency), new(big.Int).Abs(minor)
	l.traffic[to], l.traffic[from] = true, true
	l.addWide(to, minor)
	l.addWide(from, new(big.Int).Neg(minor))
	l.gross[currency].addWide(unsigned)
	if l.turnover != nil {
		l.turnover[to].addWide(unsigned)
		l.turnover[from].addWide(unsigned)
	}
	l.invoices++
}

func (l *ledger) addWide(i int, amount *big.Int) {
	if l.wide[i] == nil {
		l.wide[i] = new(big.Int)
	}
	l.wide[i].Add(l.wide[i], amount)
}

// merge adds what another ledger of the same terms holds.
func (l *ledger) merge(other *ledger) {
	for _, at := range other.touched() {
		to, from := l.cell(at.participant, at.currency), other.cell(at.participant, at.currency)
		l.addTo(to, other.sums[from])
		if wide := other.wide[from]; wide != nil {
			l.addWide(to, wide)
		}
		if l.turnover != nil {
			l.turnover[to].merge(other.turnover[from])
		}
	}
	for i, g := range other.gross {
		l.gross[i].merge(g)
	}
	l.invoices += other.invoices
}

// cell is where the position of a participant in a currency is kept.
func (l *ledger) cell(participant, currency int) int {
	if l.sparse == nil {
		return participant*l.width + currency
	}
	at := spot{participant, currency}
	i, ok := l.sparse[at]
	if !ok {
		i = len(l.sums)
		l.sparse[at] = i
		l.sums, l.traffic = append(l.sums, 0), append(l.traffic, false)
		if l.turnover != nil {
			l.turnover = append(l.turnover, magnitude{})
		}
	}
	return i
}

// touched are the cells with traffic, by participant and then currency.
func (l *ledger) touched() []spot {
	var spots []spot
	if l.sparse != nil {
		for at := range l.sparse {
			spots = append(spots, at)
		}
		slices.SortFunc(spots, func(x, y spot) int {
			return cmp.Or(x.participant-y.participant, x.currency-y.currency)
		})
		return spots
	}
	for i, traffic := range l.traffic {
		if traffic {
			spots = append(spots, spot{i / l.width, i % l.width})
		}
	}
	return spots
}

// total is a position in minor units.
func (l *ledger) total(at spot) *big.Int {
	i := l.cell(at.participant, at.currency)
	sum := big.NewInt(l.sums[i])
	if l.wide[i] != nil {
		sum.Add(sum, l.wide[i])
	}
	return sum
}

// sides is a position taken apart: what comes in and what goes out, neither
// below zero. A credit note goes the other way round.
func (l *ledger) sides(at spot) (in, out *big.Int) {
	net, turnover := l.total(at), l.turnover[l.cell(at.participant, at.currency)].total()
	in, out = new(big.Int).Add(turnover, net), new(big.Int).Sub(turnover, net)
	return in.Rsh(in, 1), out.Rsh(out, 1)
}

func (m *magnitude) add(high, low uint64) {
	var carry uint64
	m.low, carry = bits.Add64(m.low, low, 0)
	m.high += high + carry
}

func (m *magnitude) addWide(n *big.Int) {
	if m.wide == nil {
		m.wide = new(big.Int)
	}
	m.wide.Add(m.wide, n)
}

func (m *magnitude) merge(other magnitude) {
	m.add(other.high, other.low)
	if other.wide != nil {
		m.addWide(other.wide)
	}
}

func (m magnitude) total() *big.Int {
	sum := new(big.Int).SetUint64(m.high)
	sum.Lsh(sum, 64).Add(sum, new(big.Int).SetUint64(m.low))
	if m.wide != nil {
		sum.Add(sum, m.wide)
	}
	return sum
}
