package govern

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// What is decided in one step are changes that stand for themselves: each has its
// digest, its rows, its rules and its end, so that one that is stale fails alone
// and leaving one out touches no other. What is to happen as a whole or not at all
// its maker asks for as one change of many rows.

// AtOnce is how many changes are decided or summed up in one step at most.
const AtOnce = 200

// Shown is a change as an approver saw it.
type Shown struct {
	Change ID     `json:"change"`
	Digest string `json:"digest" minLength:"64" maxLength:"64" doc:"The digest of the change that you looked at."`
}

// Judged is what became of one of several changes that were decided together.
type Judged struct {
	Change  ID       `json:"change"`
	Outcome *Outcome `json:"outcome,omitempty" doc:"What became of it; absent when deciding on it was refused."`
	Code    string   `json:"code,omitempty" doc:"Why deciding on it was refused; made for programs."`
	Detail  string   `json:"detail,omitempty" doc:"The same in words."`
}

// ApproveEach agrees to each of the changes by itself, in their order, and rejects
// those that are left out, whose makers are told the note's reason. What one comes
// to decides nothing about the others. Faults, before anything is done:
// too_many, twice, reason_missing; everything else stands with its change.
func (e *Engine) ApproveEach(ctx context.Context, who Actor, note Note, agreed []Shown, leftOut []ID) ([]Judged, error) {
	if len(agreed)+len(leftOut) > AtOnce {
		return nil, fault.Bad("agreed", "too_many", "At most %d changes are decided in one step.", AtOnce)
	}
	if len(leftOut) > 0 {
		if err := note.saysWhy(); err != nil {
			return nil, err
		}
	}
	seen := map[ID]bool{}
	for _, id := range append(idsOf(agreed), leftOut...) {
		if seen[id] {
			return nil, fault.Bad("agreed", "twice", "The change %s is named twice.", id)
		}
		seen[id] = true
	}
	var list []Judged
	for _, s := range agreed {
		out, err := e.Approve(ctx, who, note.of(s.Change), s.Change, s.Digest)
		list = append(list, judgedAs(s.Change, out, err))
	}
	for _, id := range leftOut {
		out, err := e.Reject(ctx, who, note.of(id), id)
		list = append(list, judgedAs(id, out, err))
	}
	return list, nil
}

func idsOf(list []Shown) (ids []ID) {
	for _, s := range list {
		ids = append(ids, s.Change)
	}
	return ids
}

// of is the note with a key of its own for one of several changes.
func (n Note) of(id ID) Note {
	if n.Key != "" {
		n.Key += "/" + string(id)
	}
	return n
}

func judgedAs(id ID, out Outcome, err error) Judged {
	if err != nil {
		f := fault.From(err)
		return Judged{Change: id, Code: f.Code, Detail: f.Detail}
	}
	return Judged{Change: id, Outcome: &out}
}

// Sum is what several changes come to, for who decides on them in one step.
type Sum struct {
	Changes int       `json:"changes"`
	Makers  []string  `json:"makers" doc:"Who asked for them."`
	Rows    []OfTable `json:"rows" doc:"How many rows they would insert, update and delete, by table."`
	Totals  []Total   `json:"totals" doc:"Every column of money, added up by currency: of each row what it would be, of a deleted one what it was."`
	Largest []Amount  `json:"largest" doc:"The largest amounts, at most 10, largest first within a currency."`
	New     []Entered `json:"new" doc:"The records that would be new; at most 100."`
	// Beneficiaries are told by account: a new account of a known name is new.
	Beneficiaries []Beneficiary `json:"beneficiaries" doc:"Whom they would have paid on an account to which nothing was paid yet, each account once; at most 100."`
}

// OfTable is a number of rows.
type OfTable struct {
	Table string `json:"table"`
	Op    Op     `json:"op" enum:"insert,update,delete"`
	Count int    `json:"count"`
}

// Total is a sum of amounts.
type Total struct {
	Table  string      `json:"table"`
	Column string      `json:"column"`
	Sum    money.Money `json:"sum"`
}

// Amount is one amount, and whose.
type Amount struct {
	Change ID          `json:"change"`
	Table  string      `json:"table"`
	ID     ID          `json:"id"`
	Column string      `json:"column"`
	Amount money.Money `json:"amount"`
}

// Entered is a record that would be new.
type Entered struct {
	Change ID     `json:"change"`
	Table  string `json:"table"`
	ID     ID     `json:"id"`
	Known  string `json:"known" doc:"What people know it by."`
}

// How much of a sum is told.
const (
	mostLargest = 10
	mostEntered = 100
)

// SumUp sums up changes that the user may look at. Faults: those of Look, too_many
// and overflow.
func (e *Engine) SumUp(ctx context.Context, user string, ids []ID) (*Sum, error) {
	if len(ids) == 0 || len(ids) > AtOnce {
		return nil, fault.Bad("id", "too_many", "Name 1 to %d changes.", AtOnce)
	}
	t := &tally{Sum: Sum{Makers: []string{}, Rows: []OfTable{}, Totals: []Total{}, Largest: []Amount{}, New: []Entered{}}}
	var changes []*Pending
	for _, id := range ids {
		p, err := e.Look(ctx, user, id)
		if err != nil {
			return nil, err
		}
		changes = append(changes, p)
		t.Changes++
		if !slices.Contains(t.Makers, p.Body.Maker) {
			t.Makers = append(t.Makers, p.Body.Maker)
		}
		for i := range p.Body.Rows {
			if err := t.add(id, &p.Body.Rows[i]); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(t.Largest, func(a, b Amount) int {
		return cmp.Or(cmp.Compare(a.Amount.Currency, b.Amount.Currency), cmp.Compare(b.Amount.Minor, a.Amount.Minor))
	})
	t.Largest = largest(t.Largest)
	err := e.db.Snapshot(ctx, func(r store.Reader) (err error) {
		t.Beneficiaries, err = e.beneficiaries(ctx, r, changes)
		return err
	})
	return &t.Sum, err
}

type tally struct{ Sum }

// add counts one row of a change.
func (t *tally) add(id ID, rc *RowChange) error {
	if rc.Op == Touch || rc.def == nil {
		return nil
	}
	i := slices.IndexFunc(t.Rows, func(c OfTable) bool { return c.Table == rc.Table && c.Op == rc.Op })
	if i < 0 {
		i, t.Rows = len(t.Rows), append(t.Rows, OfTable{Table: rc.Table, Op: rc.Op})
	}
	t.Rows[i].Count++
	if rc.Op == Insert && len(t.New) < mostEntered {
		t.New = append(t.New, Entered{Change: id, Table: rc.Table, ID: rc.ID, Known: rc.def.known(rc.after)})
	}
	row := reflect.ValueOf(rc.row()).Elem()
	for i := range rc.def.columns {
		c := &rc.def.columns[i]
		if c.kind != amount || c.audit == Mask {
			continue
		}
		m := row.FieldByIndex(c.index).Interface().(money.Money)
		if m.Currency == "" {
			continue
		}
		if err := t.total(rc.Table, c.name, m); err != nil {
			return err
		}
		t.Largest = append(t.Largest, Amount{Change: id, Table: rc.Table, ID: rc.ID, Column: c.name, Amount: m})
	}
	return nil
}

func (t *tally) total(table, column string, m money.Money) (err error) {
	i := slices.IndexFunc(t.Totals, func(o Total) bool { return o.Table == table && o.Column == column && o.Sum.Currency == m.Currency })
	if i < 0 {
		t.Totals = append(t.Totals, Total{table, column, m})
		return nil
	}
	if t.Totals[i].Sum, err = t.Totals[i].Sum.Add(m); err != nil {
		return fault.Wrap(err, fault.Invalid, "overflow", "These amounts are too large to be added up; look at fewer changes.")
	}
	return nil
}

// largest keeps the first of each currency, as many as there is room for in all.
func largest(sorted []Amount) []Amount {
	for each := mostLargest; each > 0; each-- {
		kept, n := []Amount{}, map[money.Currency]int{}
		for _, a := range sorted {
			if n[a.Amount.Currency]++; n[a.Amount.Currency] <= each {
				kept = append(kept, a)
			}
		}
		if len(kept) <= mostLargest {
			return kept
		}
	}
	return sorted[:min(len(sorted), mostLargest)]
}

// known is what people know the row by: its key columns, without secrets.
func (d *def) known(row any) string {
	key := Sheet{d}.Key()
	var parts []string
	for i := range d.columns {
		c := &d.columns[i]
		if c.audit != Mask && slices.ContainsFunc(c.sql, func(s string) bool { return slices.Contains(key, s) }) {
			parts = append(parts, strings.Trim(c.textOf(row), `"`))
		}
	}
	return strings.Join(parts, " ")
}

func (c *column) textOf(row any) string {
	f := moving{column: c}
	return f.show(row)
}
