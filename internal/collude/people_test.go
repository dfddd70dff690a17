package collude_test

import (
	"slices"
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

// closing has anna agree to the closing of exceptions of the buyers' process by mia.
func closing(t *testing.T, f func(t *testing.T, w *town)) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, directory.Units, "buyers", &directory.Unit{Name: "Buyers"})
		put(w, directory.Units, "sellers", &directory.Unit{Name: "Sellers"})
		put(w, recon.Processes, "cash", &recon.Process{Code: "CASH", Name: "Cash", Unit: "buyers", Kind: "data", Configuration: "keys: [id]\n", OnInconsistency: "warn"})
		w.User("mia", "exception.close")
		w.User("anna", "exception.close.approve")
		w.User("bert")
		f(t, w)
	})
}

// closers are the sets but for that of the two administrators.
func (w *town) closers() []string {
	list := setsOf(w.t, w.ask(collude.Ask{Outcome: collude.Exception, Process: "cash", Limit: 1000}).Cases[0])
	return slices.DeleteFunc(list, func(set string) bool { return set == "founder second" })
}

func (w *town) wantClosers(when string, want ...string) {
	w.t.Helper()
	if got := w.closers(); !slices.Equal(got, want) {
		w.t.Errorf("%s these could: %q, want %q", when, got, want)
	}
}

func TestADeputyIsCountedWhileTheDeputyshipLastsWithTheReason(t *testing.T) {
	closing(t, func(t *testing.T, w *town) {
		w.rule("closing", "exception.close", "command", "", one("exception.close.approve"))
		with := []string{"anna founder", "anna mia", "anna second"}
		own := []string{"founder mia", "mia second"}
		w.wantClosers("with nobody absent", append(with, own...)...)
		w.deputy("anna", "bert")
		c := w.ask(collude.Ask{Outcome: collude.Exception, Limit: 1000}).Cases[0]
		found := false
		for _, g := range c.Groups {
			for _, a := range g.Acts {
				if a.Behalf == "" {
					continue
				}
				found = true
				if a.User != "bert" || a.For != "anna" || a.Asked != "exception.close.approve" || len(a.Grants) != 1 || !a.Agrees {
					t.Errorf("the deputy's act is %+v", a)
				}
			}
		}
		if !found {
			t.Errorf("nobody acts as a deputy: %+v", c.Groups)
		}
		w.wantClosers("with a deputy", "anna founder", "anna mia", "anna second", "bert founder", "bert mia", "bert second", "founder mia", "mia second")
		w.Clock.Advance(300 * time.Hour)
		w.wantClosers("after that time", append(with, own...)...)
	})
}

func TestAWallKeepsAMemberOfTheGroupThatIsAskedAndADeputyOutOfASet(t *testing.T) {
	closing(t, func(t *testing.T, w *town) {
		w.User("dora")
		put(w, directory.Groups, "council", &directory.Group{Name: "Council"})
		for _, id := range []govern.ID{"anna", "dora"} {
			put(w, directory.Members, "in-"+id, &directory.Member{User: id, Group: "council"})
		}
		w.rule("closing", "exception.close", "command", "", approval.Factor{Group: "council", People: 1})
		w.deputy("anna", "bert")
		all := []string{"anna founder", "anna mia", "anna second", "bert founder", "bert mia", "bert second", "dora founder", "dora mia", "dora second"}
		w.wantClosers("without a wall", all...)
		for _, id := range []govern.ID{"bert", "dora"} {
			u, err := directory.Users.Get(t.Context(), w.DB, id)
			if err != nil {
				t.Fatal(err)
			}
			u.Unit = "sellers"
			w.Must(w.Submit(house.Founder, govern.Put(directory.Users, id, u.Version, u)))
		}
		put(w, policy.DutyRules, "wall", &policy.DutyRule{Name: "Deal", Kind: duty.Wall, Mode: duty.Refuse, Enabled: true, LeftUnit: "buyers", RightUnit: "sellers"})
		w.wantClosers("with one", "anna founder", "anna mia", "anna second")
	})
}

func TestAPaymentWithinTheGroupTakesAParticipantWhoIsEnteredWhereThereIsNone(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.courier()
		ask := collude.Ask{Outcome: collude.Payment, Kind: "intercompany"}
		w.want(w.ask(ask).Cases[0], 3, 10)
		w.rule("participants", "participant", "insert", "", one("participant.approve"))
		c := w.ask(ask).Cases[0]
		w.want(c, 4, 5) // both administrators, and a pair of signatories
		if !slices.ContainsFunc(c.Groups[0].Acts, func(a collude.Act) bool { return a.Action == "participant.insert" }) {
			t.Errorf("nobody enters a participant: %+v", c.Groups[0].Acts)
		}
		w.want(w.ask(collude.Ask{Outcome: collude.Payment, Kind: "third_party"}).Cases[0], 3, 10)
		held := w.MustHold(w.Submit(house.Founder, govern.PutNew(cycles.Participants, "p", &cycles.Participant{Code: "P", Name: "P", Unit: "group", Currency: "EUR"})))
		w.Must(w.Engine.Approve(t.Context(), govern.Actor{User: house.Second, Method: "test"}, govern.Note{}, held.Change, held.Digest))
		w.want(w.ask(ask).Cases[0], 3, 10) // an instruction names the one there is
	})
}
