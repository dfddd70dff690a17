package server_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/review"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

func TestAReviewThatIsDueIsClosedByTheInstallationItself(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		s := open(t, c)
		made, err := s.Found(t.Context(), admins)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range made {
			entrance.Accept(t, s.Desk, m.Link)
		}
		start := &review.Start{Called: "Founders", DueAt: govern.At(s.Engine.Now().Add(time.Hour)), Unconfirmed: review.Keep}
		start.On("founders")
		if out, err := s.Engine.Submit(t.Context(), govern.Actor{User: string(made[0].User)}, govern.Note{}, start); err != nil || out.State != govern.Applied {
			t.Fatalf("the review was not started: %+v, %v", out, err)
		}
		shut(t, s)
		later := func() time.Time { return time.Now().Add(2 * time.Hour) }
		if s, err = server.Open(t.Context(), c, server.Options{Now: later, Version: "test"}); err != nil {
			t.Fatal(err)
		}
		defer shut(t, s)
		for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			r, err := review.Reviews.Get(t.Context(), s.DB, "founders")
			if err != nil || time.Now().After(end) {
				t.Fatalf("the review is not closed: %+v, %v", r, err)
			}
			if r.State == review.Closed {
				break
			}
		}
		found, err := audit.Search(t.Context(), s.DB, s.Ring, audit.Query{Action: review.Closing, Outcome: audit.Applied})
		if err != nil || len(found) != 1 || found[0].Event.Actor != server.InstallationUser {
			t.Errorf("the log holds %+v, %v; want one entry by the installation", found, err)
		}
	})
}
