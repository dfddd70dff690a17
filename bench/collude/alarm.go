package main

import (
	"fmt"
	"log"
	"slices"
	"strings"
	"time"

	"github.com/countersign/countersign/bench/internal/report"
	"github.com/countersign/countersign/bench/internal/turns"

	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/store"
)

// looks are how often the alarm looks: nobody waits for it, and it takes a while.
const looks = 3

// alarms are the rows of what the server looks for by itself, in an order of its own.
var alarms = []struct {
	name     string
	outcomes []collude.Outcome
}{
	{"alarm: who alone could give somebody a role, over everything or at one unit", []collude.Outcome{collude.Role}},
	{"alarm: the same of closing an exception, and of switching off a rule", []collude.Outcome{collude.Exception, collude.RuleOff}},
	{"alarm: the same of a payment from any account", []collude.Outcome{collude.Payment}},
}

// alarm measures what a look of the server's own takes.
func (h *house) alarm(s *report.Section) error {
	s.Printf("\n| the alarm looks for one person alone | p50 ms | worst ms | processor ms | findings | of units | not looked at |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, a := range alarms {
		if !strings.Contains(a.name, *only) {
			continue
		}
		var took, used []time.Duration
		var found []collude.Finding
		var unseen []collude.Unseen
		for range looks {
			began, before := time.Now(), turns.Processors()
			err := h.server.DB.Snapshot(ctx, func(r store.Reader) (err error) {
				found, unseen, err = h.scene(r).Alone(ctx, a.outcomes...)
				return err
			})
			if err != nil {
				return fmt.Errorf("%s: %w", a.name, err)
			}
			took, used = append(took, time.Since(began)), append(used, time.Duration(turns.Processors()-before))
		}
		slices.Sort(took)
		slices.Sort(used)
		units, left := 0, 0
		for _, f := range found {
			if f.On.Table == "unit" {
				units++
			}
		}
		for _, u := range unseen {
			left += u.Cases
		}
		log.Printf("%s: %-50s p50 %8.0f worst %8.0f processor %8.0f, %d findings, %d of units, %d not looked at", h.Kind, a.name, report.Ms(share(took, 50)), report.Ms(took[len(took)-1]), report.Ms(share(used, 50)), len(found), units, left)
		s.Printf("| %s | %.0f | %.0f | %.0f | %d | %d | %d |\n", strings.TrimPrefix(a.name, "alarm: "), report.Ms(share(took, 50)), report.Ms(took[len(took)-1]), report.Ms(share(used, 50)), len(found), units, left)
	}
	s.Printf("\n%d looks each, as the server makes them by itself when changes have settled, and daily; nobody waits for them.\n", looks)
	return nil
}

func (h *house) scene(r store.Reader) *collude.Scene {
	return &collude.Scene{
		Read: r, Picture: h.server.Engine.Picture(), Now: govern.At(h.server.Engine.Now()), Courier: server.DeliveryUser,
		Declared: func(command string) bool {
			return slices.ContainsFunc(server.Verbs, func(v govern.Verb) bool { return v.Name == command })
		},
	}
}
