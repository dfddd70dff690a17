package audit

import (
	"bytes"
	"slices"

	"github.com/countersign/countersign/internal/secret"
)

// Scope is the part of the log that belongs to some units, and to those that
// stood beneath them when it happened.
type Scope struct {
	Units []string
	// All is every unit, and what belongs to none.
	All bool
	// Without are units that are kept from the reader all the same, with what stood
	// beneath them.
	Without []string
	// Records are kept from the reader too, whatever unit they belong to or none: of
	// what is of them or names them nothing is told.
	Records []Record
	// Amounts, when given, are all amounts that are told.
	Amounts *Amounts
}

// keeps reports whether the row is one of the records kept, or names one.
func (s *Scope) keeps(r *Row) bool {
	return slices.ContainsFunc(s.Records, func(k Record) bool {
		named := []byte(`"` + k.ID + `"`)
		return k == Record{r.Table, r.ID} || bytes.Contains(r.After, named) || bytes.Contains(r.Was, named)
	})
}

func (s *Scope) has(path []string) bool {
	in := func(list []string) bool {
		return slices.ContainsFunc(path, func(unit string) bool { return slices.Contains(list, unit) })
	}
	return (s.All || in(s.Units)) && !in(s.Without)
}

func (s *Scope) tokens(ring *secret.Ring) []uint64 {
	var list []uint64
	for _, unit := range s.Units {
		list = append(list, ring.Tokens(kindUnit, unit)...)
	}
	return list
}

// of is what lies in the scope of an event, and how many of its rows do not; nil
// when nothing does. Of rows of other units nothing is left; of a row that went
// from one unit to another, that it did. Facts, detail and record go with them,
// for they may tell of any row.
func (s *Scope) of(ev *Event) (part *Event, hidden int) {
	if len(ev.Rows) == 0 && slices.Contains(s.Records, ev.Record) {
		return nil, 0
	}
	inside := make([]bool, len(ev.Units))
	whole := s.All || len(ev.Units) > 0
	for i, path := range ev.Units {
		inside[i] = s.has(path)
		whole = whole && inside[i]
	}
	if !slices.Contains(inside, true) && (!s.All || len(inside) > 0) {
		return nil, 0
	}
	in := func(place int64) bool {
		return place == 0 && s.All || place > 0 && place <= int64(len(inside)) && inside[place-1]
	}
	next := *ev
	next.Rows = nil
	for _, r := range ev.Rows {
		if s.keeps(&r) {
			hidden++
			continue
		}
		stays, left := in(r.Unit), r.Left == 0 || in(r.Left)
		if stays && left {
			next.Rows = append(next.Rows, r)
			continue
		}
		hidden++
		if stays || in(r.Left) {
			r.After, r.Was = nil, nil
			next.Rows = append(next.Rows, r)
		}
	}
	if whole && hidden == 0 {
		return &next, 0
	}
	if s.Records != nil && hidden > 0 && len(next.Rows) == 0 {
		return nil, 0
	}
	next.Facts, next.Detail = nil, ""
	named := func(r Row) bool { return r.Table == ev.Record.Table && r.ID == ev.Record.ID }
	if !slices.ContainsFunc(next.Rows, named) {
		next.Record = Record{}
	}
	next.only(inside)
	return &next, hidden
}

// only keeps those units, and has the rows name them by their new places.
func (ev *Event) only(inside []bool) {
	places, units := make([]int64, len(inside)+1), [][]string(nil)
	for i, path := range ev.Units {
		if inside[i] {
			units = append(units, path)
			places[i+1] = int64(len(units))
		}
	}
	ev.Units = units
	for i := range ev.Rows {
		r := &ev.Rows[i]
		if r.Unit < int64(len(places)) && r.Left < int64(len(places)) {
			r.Unit, r.Left = places[r.Unit], places[r.Left]
		}
	}
}
