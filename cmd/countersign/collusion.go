package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// collusionVerb is asked of an installation's store, whether a server runs or not.
type collusionVerb struct {
	place
	Outcome     string `help:"What is brought about: payment_to_new_beneficiary, user_gains_role, exception_force_closed or four_eyes_rule_off." required:"" enum:"payment_to_new_beneficiary,user_gains_role,exception_force_closed,four_eyes_rule_off"`
	Account     string `help:"The account that pays; without it, each." placeholder:"ID"`
	Kind        string `help:"The kind of payment; without it, what its maker chooses."`
	Amount      string `help:"How much is paid, such as 10000.00; without it, what its maker chooses." and:"money"`
	Currency    string `help:"Of the amount." and:"money"`
	User        string `help:"Who gains the role; without it, somebody who does nothing for it." placeholder:"ID"`
	Role        string `help:"The role that is gained." placeholder:"ID"`
	Scope       string `help:"How far: everything, unit, record or table." default:"everything" enum:"everything,unit,record,table"`
	ScopeTable  string `help:"The table of the one record, or of every one."`
	ScopeRecord string `help:"The unit's or record's id; of every record of a table, their unit." placeholder:"ID"`
	Process     string `help:"The process whose exceptions are closed; without it, each." placeholder:"ID"`
	Rule        string `help:"The four-eyes rule; without it, each." placeholder:"ID"`
	Limit       int    `help:"How many groups of sets are shown of each case." default:"20"`
	JSON        bool   `name:"json" help:"Print the answer as JSON."`
}

// Run prints the smallest sets, and ends with status 1 when one person alone is
// enough.
func (v *collusionVerb) Run(t *tool) (err error) {
	ask := collude.Ask{
		Outcome: collude.Outcome(v.Outcome), Account: govern.ID(v.Account), Kind: v.Kind, User: govern.ID(v.User), Role: govern.ID(v.Role), Scope: v.Scope,
		ScopeTable: v.ScopeTable, ScopeRecord: govern.ID(v.ScopeRecord), Process: govern.ID(v.Process), Rule: govern.ID(v.Rule), Limit: v.Limit,
	}
	if ask.Outcome == collude.Role && v.Role == "" {
		return usage{errors.New("name the role with --role")}
	}
	if v.Amount != "" {
		if ask.Amount, err = money.Parse(v.Amount, money.Currency(v.Currency)); err != nil {
			return usage{fmt.Errorf("the amount: %w", err)}
		}
	}
	report, err := v.answer(t, ask)
	if err != nil {
		return err
	}
	if v.JSON {
		err = t.show(report)
	} else {
		err = tellReport(t, report)
	}
	if err == nil && report.Alarm {
		err = errSilent
	}
	return err
}

func (v *collusionVerb) answer(t *tool, ask collude.Ask) (report *collude.Report, err error) {
	c, err := v.load(nil)
	if err != nil {
		return nil, err
	}
	db, err := look(t, c.DatabaseURL(), c.SQLite())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Snapshot(t.ctx, func(r store.Reader) error {
		picture, err := govern.ReadPicture(t.ctx, r, server.Tables)
		if err != nil {
			return err
		}
		s := &collude.Scene{Read: r, Picture: picture, Now: govern.At(time.Now()), Courier: server.DeliveryUser, Declared: declared}
		report, err = s.Answer(t.ctx, ask)
		return err
	})
	return report, err
}

func declared(command string) bool {
	for _, v := range server.Verbs {
		if v.Name == command {
			return true
		}
	}
	return false
}

func tellReport(t *tool, r *collude.Report) error {
	for _, c := range r.Cases {
		text := fmt.Sprintf("%s: %d sets of people, the smallest of %d", c.Name, c.Sets, c.Smallest)
		switch {
		case c.Already != "":
			text = c.Name + ": " + c.Already
		case c.Smallest == 0:
			text = fmt.Sprintf("%s: no set of up to four people could", c.Name)
		case c.Alarm:
			text += " — ALARM: one person alone is enough"
		}
		if err := t.say("%s", text); err != nil {
			return err
		}
		for _, b := range c.Blocked {
			if err := t.say("  closed today: %s", b); err != nil {
				return err
			}
		}
		for i := range c.Groups {
			if err := tellGroup(t, &c.Groups[i]); err != nil {
				return err
			}
		}
		if c.More > 0 {
			if err := t.say("  and %d more groups; --limit shows more", c.More); err != nil {
				return err
			}
		}
	}
	if r.More > 0 {
		if err := t.say("%d more were not looked at; name the one that matters", r.More); err != nil {
			return err
		}
	}
	for _, b := range r.Beyond {
		if err := t.say("not counted: %s", b); err != nil {
			return err
		}
	}
	return nil
}

func tellGroup(t *tool, g *collude.Group) error {
	var places []string
	for _, m := range g.Members {
		name := m.Example.Name
		if m.Of > 1 {
			name = fmt.Sprintf("one of %d like %s", m.Of, name)
		}
		places = append(places, name)
	}
	if err := t.say("  %s: %s (%d sets)", strings.Join(places, " and "), g.Way, g.Sets); err != nil {
		return err
	}
	for _, a := range g.Acts {
		if a.Member < 0 {
			continue
		}
		doing := a.Action
		if a.Agrees {
			doing = "agrees to " + doing
		}
		if a.For != "" {
			doing = "as deputy of " + a.For + " " + doing
		}
		if a.Through != "" {
			doing = "(which " + g.Members[a.Member].Example.Name + " answers for) " + doing
		}
		var by []string
		for _, grant := range a.Grants {
			by = append(by, grant.String())
		}
		if err := t.say("    %s %s: %s", a.User, doing, strings.Join(by, "; ")); err != nil {
			return err
		}
	}
	for _, gap := range g.Gaps {
		if err := t.say("    possible because %s", gap.Text); err != nil {
			return err
		}
	}
	return nil
}
