package collusion

import (
	"encoding/binary"
	"math/big"
	"math/bits"
	"slices"

	"github.com/countersign/countersign/signing"
)

func required(points int) int {
	if points < 1 {
		return signing.DefaultRequired
	}
	return points
}

// sets is how many sets of people sit in the seats. Those of kinds that do not
// float are chosen freely; blocks take different units each, and blocks alike are
// the same whichever comes first.
func (s *search) sets(seats []seat) *big.Int {
	n := big.NewInt(1)
	i := 0
	for i < len(seats) && seats[i].block == 0 {
		take := run(seats, i)
		n.Mul(n, new(big.Int).Binomial(int64(len(s.list[seats[i].kind].people)), int64(take)))
		i += take
	}
	var blocks [][]seat
	for ; i < len(seats); i += len(blocks[len(blocks)-1]) {
		end := i + 1
		for end < len(seats) && seats[end].block == seats[i].block {
			end++
		}
		blocks = append(blocks, seats[i:end])
	}
	if blocks == nil {
		return n
	}
	return n.Mul(n, s.placed(blocks))
}

// run is how many seats from i on are the same.
func run(seats []seat, i int) int {
	n := 1
	for i+n < len(seats) && seats[i+n] == seats[i] {
		n++
	}
	return n
}

// placed counts the choices of a different unit and of people there for each
// block. The sum over different units is taken from sums over any (Möbius
// inversion over the partitions of the blocks), so that the number of units does
// not matter.
func (s *search) placed(blocks [][]seat) *big.Int {
	filled := make([][]int64, len(blocks))
	for i, b := range blocks {
		filled[i] = s.fill(b)
	}
	total := new(big.Int)
	partitions(len(blocks), func(parts [][]int) {
		term := big.NewInt(1)
		for _, part := range parts {
			term.Mul(term, shared(filled, part))
			for n := 1; n < len(part); n++ { // (-1)^(n-1) (n-1)!
				term.Mul(term, big.NewInt(int64(-n)))
			}
		}
		total.Add(total, term)
	})
	alike := int64(1)
	for i := 1; i < len(blocks); i++ { // blocks alike stand together
		if alike++; !slices.EqualFunc(blocks[i-1], blocks[i], func(a, b seat) bool { return a.kind == b.kind }) {
			alike = 1
		}
		total.Quo(total, big.NewInt(alike)) // exact: in the end all their orders are divided out
	}
	return total
}

// fill is, by unit, how many choices of people a block has there. It is cut off at
// the largest integer, which no organisation reaches.
func (s *search) fill(block []seat) []int64 {
	name := make([]byte, 0, 16)
	for _, at := range block {
		name = binary.BigEndian.AppendUint32(name, uint32(at.kind))
	}
	if have := s.filled[string(name)]; have != nil {
		return have
	}
	list := make([]int64, len(s.unitNo))
	for u := range list {
		list[u] = 1
		for i := 0; i < len(block); i += run(block, i) {
			n := new(big.Int).Binomial(s.list[block[i].kind].inUnits[u], int64(run(block, i)))
			list[u] = bounded(n.Mul(n, big.NewInt(list[u])))
		}
	}
	s.filled[string(name)] = list
	return list
}

// shared is the sum over all units of the choices of people there for each block
// of the part, as if each chose alone.
func shared(filled [][]int64, part []int) *big.Int {
	sum, one := new(big.Int), new(big.Int)
	var small uint64
	for u := range filled[part[0]] {
		product, over := uint64(1), uint64(0)
		for _, b := range part {
			var high uint64
			high, product = bits.Mul64(product, uint64(filled[b][u]))
			over |= high
		}
		if over == 0 && product < 1<<32 && small < 1<<63 {
			small += product
			continue
		}
		one.SetUint64(uint64(filled[part[0]][u]))
		for _, b := range part[1:] {
			one.Mul(one, big.NewInt(filled[b][u]))
		}
		sum.Add(sum, one)
	}
	return sum.Add(sum, one.SetUint64(small))
}

// partitions visits every partition of 0 … n-1.
func partitions(n int, visit func([][]int)) {
	var parts [][]int
	var place func(i int)
	place = func(i int) {
		if i == n {
			visit(parts)
			return
		}
		for p := range parts {
			parts[p] = append(parts[p], i)
			place(i + 1)
			parts[p] = parts[p][:len(parts[p])-1]
		}
		parts = append(parts, []int{i})
		place(i + 1)
		parts = parts[:len(parts)-1]
	}
	place(0)
}
