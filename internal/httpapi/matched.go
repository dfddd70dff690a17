package httpapi

import (
	"strings"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
)

// What a page of matches has.
const (
	matchesShown = 50 // when nothing is said
	mostMatches  = 200
	longestFind  = 100 // characters
)

// runMatches serves what a run matched, to those who may view its exceptions: the
// rows stand in its files alone.
func (a *API) runMatches() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/run/{id}/matches", Permission: "exception.view"}, tag: "run",
		summary: "What the run matched, row by row; run.view is asked besides, and broken_match.view for what of it was broken apart since",
		query: []parameter{
			number("after", "The left row after which the page begins, as the page before said in next; absent: the first page."),
			number("limit", "How many; 50 when absent.").between(1, mostMatches),
			truth("unlike", "Only those whose rows differ, within the tolerance."),
			text("find", "Only those of which a value of either row holds this text, capitals or not."),
		},
		answer: schemaOf[recon.MatchedPairs](a), do: a.matches,
	})
}

func (a *API) matches(c *call) (reply, error) {
	run, err := c.runWithRows()
	if err != nil {
		return reply{}, err
	}
	broken := a.Engine.Check(c.who.User, "broken_match.view", recon.Runs.TargetOf(run)) == nil
	which := recon.WhichPairs{Find: strings.TrimSpace(c.query.Get("find")), Largest: a.Limits.Import, Broken: broken}
	if utf8.RuneCountInString(which.Find) > longestFind {
		return reply{}, fault.Bad("find", "bad_value", "Look for %d characters at most.", longestFind)
	}
	if which.Unlike, err = c.truth("unlike"); err != nil {
		return reply{}, err
	}
	if which.After, err = c.number("after", 0, 1<<62, -1); err != nil {
		return reply{}, err
	}
	limit, err := c.number("limit", 1, mostMatches, matchesShown)
	if err != nil {
		return reply{}, err
	}
	which.Limit = int(limit)
	page, err := recon.Matched(c.ctx, a.DB, a.Files, run, which)
	return reply{body: page}, err
}

// Breaking serves the command that breaks matches of a run apart: its rows are read
// before it is asked for.
func Breaking(a *API, v govern.Verb) {
	read := func(c *call, run govern.ID, b *recon.BreakMatch) error {
		if err := c.mayViewOf(v.Name, recon.Runs.Name, run); err != nil {
			return err
		}
		return b.Read(c.ctx, a.DB, a.Files, a.Limits.Import)
	}
	a.command(v, func(c *call, action govern.Action) error {
		if err := c.proven(); err != nil {
			return err
		}
		return read(c, c.id(), action.(*recon.BreakMatch))
	})
	a.readied[v.Name] = func(c *call, run govern.ID, action govern.Action) error {
		b := action.(*recon.BreakMatch)
		if err := b.LeaveBroken(c.ctx, a.DB); err != nil {
			return err
		}
		return read(c, run, b)
	}
}
