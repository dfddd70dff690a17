// Package demo plays the product's story on the files of examples/: through the
// HTTP API, as people with sessions of their own, against a real SSH server. It
// has no way of its own into the data; whatever it tells, the server answered.
package demo

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// Stage is where the story is played.
type Stage struct {
	URL      string
	Founders [2]Login // two administrators of a new installation
	Files    fs.FS    // the folders group, netting and bank
	Bank     Bank
	// Advance moves the installation's clock: between the payments and the
	// bank's statement a week goes by.
	Advance func(time.Duration)
	Codes   func() time.Time // the clock of second factors
	Out     io.Writer        // where the story is told
	// Entered is told how each person can sign in afterwards.
	Entered func(Entry)
}

// Login is a founder with a one-time link.
type Login struct{ User, Name, Email, Link string }

// Entry is what somebody signs in with.
type Entry struct{ User, Email, Password, Seed string }

// Bank is the bank's SSH server.
type Bank struct {
	Host, User, HostKey, ClientKey string
	Port                           int
	Inbox                          fs.FS // what the bank received
}

// Start is the day on which the story begins; its files are of that autumn.
var Start = time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC)

const (
	cycleID   = "2026-11"
	customer  = "halvorn"
	channelID = "hausbank"
	processID = "cash-2026-11"
)

// story is the stage with what has happened so far.
type story struct {
	Stage
	url             string
	tell            teller
	founder, second *person
	people          map[string]*person
	group           []company
	report          *Report
	pkg             struct{ id, code, digest, file string }
}

// Play plays steps 2 to 7. It fails at the first step that did not come out as
// told.
func Play(ctx context.Context, stage Stage) (*Report, error) {
	s := &story{Stage: stage, url: stage.URL, tell: teller{stage.Out}, people: map[string]*person{}, report: &Report{URL: stage.URL}}
	for _, step := range []struct {
		n     int
		title string
		play  func(context.Context) error
	}{
		{1, "A group of twelve companies", s.found},
		{2, "A netting cycle: invoices in, rates keyed twice, computed", s.net},
		{3, "A bank instruction changes under four eyes; the settlement becomes payment orders", s.order},
		{4, "The package is signed: a pair that may not, then a pair that may", s.sign},
		{5, "The bank file is delivered by SFTP and read back", s.deliver},
		{6, "The bank's statement comes back and is reconciled", s.reconcile},
		{7, "The log is searched, exported and verified; one altered byte is found", s.verify},
	} {
		s.tell.step(step.n, step.title)
		if err := step.play(ctx); err != nil {
			return nil, fmt.Errorf("step %d: %w", step.n, err)
		}
	}
	if err := s.leave(ctx); err != nil {
		return nil, fmt.Errorf("work for who looks around: %w", err)
	}
	return s.report, nil
}

// found lets the founders in, and brings in the organisation and its companies.
func (s *story) found(ctx context.Context) (err error) {
	one, two := s.Founders[0], s.Founders[1]
	if s.founder, err = s.admit(ctx, one.User, one.Name, one.Email, one.Link); err != nil {
		return err
	}
	if s.second, err = s.admit(ctx, two.User, two.Name, two.Email, two.Link); err != nil {
		return err
	}
	rows, err := table(s.Files, "netting/participants.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		s.group = append(s.group, company{r[0], r[1], r[2], r[3]})
	}
	return s.gather(ctx)
}
