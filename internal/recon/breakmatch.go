package recon

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// BreakVerb is the command that breaks matches of a run apart.
const BreakVerb = "run.break_match"

// mostBroken is how many matches are broken apart at once: each opens two
// exceptions that somebody has to look at.
const mostBroken = 500

// RowPair names a match by its two rows.
type RowPair struct {
	Left  int64 `json:"left" minimum:"0" doc:"The row of the left side, from 0, the header not counted."`
	Right int64 `json:"right" minimum:"0" doc:"The row of the right side, from 0, the header not counted."`
}

// BreakMatch breaks matches apart that a run made: their rows become exceptions.
// The way in has it Read the run's files before it is asked for.
type BreakMatch struct {
	id     govern.ID
	Pairs  []RowPair `json:"pairs" minItems:"1" doc:"The matches, each by its two rows."`
	Reason string    `json:"reason" minLength:"1" maxLength:"4000" doc:"Why they do not belong together."`

	read []MatchedPair // in the order of the left rows
	ids  []govern.ID   // three for each: the break and its exceptions
}

// Name is the command's name.
func (*BreakMatch) Name() string { return BreakVerb }

// On sets the run.
func (c *BreakMatch) On(id govern.ID) { c.id = id }

// Draw draws the ids.
func (c *BreakMatch) Draw(newID func() govern.ID) {
	c.ids = nil
	for range 3 * len(c.read) {
		c.ids = append(c.ids, newID())
	}
}

// Targets is the run with its process.
func (c *BreakMatch) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Runs.Targets(ctx, q, c.id)
}

// Read finds the matches in the run's result, and their rows in the files that it
// compared, limit bytes each at most. Whoever calls it has asked for the permission
// before. Faults: those of a run whose matches are not broken apart, too_many,
// repeated, no_such_match.
func (c *BreakMatch) Read(ctx context.Context, r store.Reader, keep files.Store, limit int64) error {
	run, err := Runs.Get(ctx, r, c.id)
	if err != nil {
		return err
	}
	if err := breakable(ctx, r, run); err != nil {
		return err
	}
	if len(c.Pairs) == 0 || len(c.Pairs) > mostBroken {
		return fault.Bad("pairs", "too_many", "From one match to %d are broken apart at once; these are %d.", mostBroken, len(c.Pairs))
	}
	wanted := map[int64]int64{}
	for _, p := range c.Pairs {
		if _, twice := wanted[p.Left]; twice {
			return fault.Bad("pairs", "repeated", "Row %d of the left side is named twice.", p.Left+1)
		}
		wanted[p.Left] = p.Right
	}
	m, err := openMatches(ctx, r, keep, run, limit)
	if err != nil {
		return err
	}
	c.read = nil
	err = m.each(func(p *MatchedPair) (bool, error) {
		if right, is := wanted[p.Left]; is && right == p.Right {
			c.read = append(c.read, *p)
		}
		return len(c.read) < len(wanted), nil
	})
	if err != nil {
		return err
	}
	for _, p := range c.Pairs {
		if !slices.ContainsFunc(c.read, func(m MatchedPair) bool { return m.Left == p.Left && m.Right == p.Right }) {
			return fault.Bad("pairs", "no_such_match", "Run %d did not match row %d of the left side with row %d of the right side.", run.Number, p.Left+1, p.Right+1)
		}
	}
	return m.fill(c.read)
}

// LeaveBroken leaves matches out that somebody broke apart since they were named: for
// who asks again what was overtaken. Fault nothing_to_do when none is left.
func (c *BreakMatch) LeaveBroken(ctx context.Context, r store.Reader) error {
	found, err := BrokenMatches.Find(ctx, r, `run = $1`, string(c.id))
	if err != nil {
		return err
	}
	broken := map[RowPair]bool{}
	for _, b := range found {
		broken[RowPair{b.LeftRow, b.RightRow}] = true
	}
	c.Pairs = slices.DeleteFunc(slices.Clone(c.Pairs), func(p RowPair) bool { return broken[p] })
	if len(c.Pairs) == 0 {
		return fault.New(fault.Conflict, "nothing_to_do", "All these matches are broken apart already.")
	}
	return nil
}

// Plan enters each break with the two exceptions that come of it. Faults:
// reason_missing, not_read, and those of the tables.
func (c *BreakMatch) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	if strings.TrimSpace(c.Reason) == "" {
		return govern.Plan{}, fault.Bad("reason", "reason_missing", "Say why they do not belong together.")
	}
	run, err := Runs.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if len(c.read) == 0 {
		return govern.Plan{}, fault.New(fault.Conflict, "not_read", "The rows of the match were not read; break it apart on the page of run %d.", run.Number)
	}
	plan := govern.Plan{Record: govern.Ref{Table: Runs.Name, ID: run.ID}, Facts: []audit.Fact{{Name: "result", Value: run.ResultDigest}, {Name: "matches", Value: strconv.Itoa(len(c.read))}}}
	for i := range c.read {
		p, ids := &c.read[i], c.ids[3*i:]
		plan.Rows = append(plan.Rows, BrokenMatches.Insert(&BrokenMatch{
			Meta: govern.Meta{ID: ids[0]}, Run: run.ID, Process: run.Process, Unit: run.Unit, LeftRow: p.Left, RightRow: p.Right, Key: p.Key,
			LeftAmount: p.LeftAmount, RightAmount: p.RightAmount, AmountDiff: p.AmountDiff, LeftDate: p.LeftDate, RightDate: p.RightDate, DateDiff: p.DateDiff,
			Exceptions: []string{string(ids[1]), string(ids[2])}, Reason: c.Reason, BrokenBy: govern.ID(who.User), BrokenAt: q.Now(),
		}))
		for side, x := range p.apart() {
			x.ID, x.BrokenMatch = ids[1+side], ids[0]
			x.Run, x.Process, x.Unit = run.ID, run.Process, run.Unit
			plan.Rows = append(plan.Rows, Exceptions.Insert(x))
		}
	}
	return plan, nil
}

// apart are the two exceptions that the rows of a broken match become.
func (p *MatchedPair) apart() [2]*Exception {
	left := &Exception{Kind: "unmatched_left", LeftRow: p.Left, RightRow: -1, Key: p.Key, LeftAmount: p.LeftAmount, LeftFields: p.LeftFields}
	right := &Exception{Kind: "unmatched_right", LeftRow: -1, RightRow: p.Right, Key: p.Key, RightAmount: p.RightAmount, RightFields: p.RightFields}
	if len(p.rightKey) > 0 { // where a transformation made the keys the same, each shows its own
		right.Key = p.rightKey
	}
	for _, x := range []*Exception{left, right} {
		x.State, x.Fails = "unreviewed", []string{}
		for _, fields := range []*[]Field{&x.LeftFields, &x.RightFields} {
			if *fields == nil {
				*fields = []Field{}
			}
		}
	}
	return [2]*Exception{left, right}
}
