package payments_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

func eachTownWithPresets(t *testing.T, f func(t *testing.T, w *town)) {
	tables := append([]govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, directory.APITokens, policy.Rules}, payments.Tables...)
	at := slices.IndexFunc(policy.Verbs, func(v govern.Verb) bool { return v.Name == "four_eyes_rule.preset" })
	house.Each(t, tables, append(slices.Clone(payments.Verbs), policy.Verbs[at]), func(t *testing.T, h *house.House) {
		w := &town{h, t, tables}
		w.found()
		f(t, w)
	})
}

func TestNobodyResumesOrReleasesAloneWithOrWithoutARule(t *testing.T) {
	eachTownWithPresets(t, func(t *testing.T, w *town) {
		w.account(func(a *payments.Account) { a.DualDisposition = true })
		all := []string{"package.hold", "package.resume", "package.resume.approve", "package.release", "package.release.approve"}
		w.User("robin", all...)
		w.User("releaser", all...)
		p := w.waiting()
		w.accept(p)
		release := &payments.Release{Digest: p.Digest}
		alone := func(id govern.ID, a govern.Action) {
			t.Helper()
			_, err := w.on("robin", id, a)
			wantFault(t, err, "no_rule", "")
		}
		alone(p.ID, release)
		w.hold("robin", p.ID)
		alone(p.ID, &payments.Resume{})

		w.Must(w.on(house.Founder, "payment_release", &policy.Preset{}))
		for _, step := range []struct {
			todo govern.Action
			done func() bool
		}{
			{&payments.Resume{}, func() bool { return !w.pkg(p.ID).Held }},
			{release, func() bool { return w.pkg(p.ID).State == payments.Released }},
		} {
			held := w.MustHold(w.on("robin", p.ID, step.todo))
			_, err := w.approve("robin", held)
			wantFault(t, err, "own_change", "")
			_, err = w.approve("mayor", held)
			wantFault(t, err, "not_an_approver", "")
			if step.done() {
				t.Fatalf("%s was done by one person alone", step.todo.Name())
			}
			w.Must(w.approve("releaser", held))
			if !step.done() {
				t.Fatalf("%s was not done when another agreed", step.todo.Name())
			}
		}
	})
}

func TestTwoUsersOfOnePersonDoNotReleaseTogether(t *testing.T) {
	eachTownWithPresets(t, func(t *testing.T, w *town) {
		w.User("robin", "package.hold", "package.resume")
		w.User("robin-2", "package.resume.approve")
		w.User("releaser", "package.resume.approve")
		for _, id := range []govern.ID{"robin", "robin-2"} {
			w.alter(id, func(u *directory.User) { u.PersonnelID = "P-7" })
		}
		w.Must(w.on(house.Founder, "payment_release", &policy.Preset{}))
		p := w.waiting()
		w.hold("robin", p.ID)
		held := w.MustHold(w.on("robin", p.ID, &payments.Resume{}))
		if out, err := w.approve("robin-2", held); err == nil && out.State == govern.Applied {
			t.Error("one person resumed a package by two users")
		}
		if !w.pkg(p.ID).Held {
			t.Error("the package goes on")
		}
	})
}
