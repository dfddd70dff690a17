package payments_test

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/soak"
	"github.com/countersign/countersign/signing"
)

// doing is one of several commands that are asked for at once.
type doing struct {
	user string
	cmd  govern.Command
}

func (w *town) ask(user string, id govern.ID, a govern.Action) doing {
	a.On(id)
	return doing{user, a}
}

// atOnce has all of them asked for at the same moment, and gives their faults.
func (w *town) atOnce(all ...doing) []string {
	codes, start := make([]string, len(all)), make(chan struct{})
	var busy sync.WaitGroup
	for i, d := range all {
		busy.Add(1)
		go func() {
			defer busy.Done()
			<-start
			_, err := w.Submit(d.user, d.cmd)
			codes[i] = fault.Code(err)
		}()
	}
	close(start)
	busy.Wait()
	return codes
}

// valid are the signatures of the package's present submission that stand.
func (w *town) valid(p *payments.Package) map[signing.User]bool {
	w.t.Helper()
	list, err := payments.Signatures.Find(ctx, w.DB, `"package" = $1 AND submission = $2 AND withdrawn = 0`, string(p.ID), p.Submission)
	if err != nil {
		w.t.Fatal(err)
	}
	users := map[signing.User]bool{}
	for _, s := range list {
		if s.Digest != p.Digest {
			w.t.Errorf("%s signed %s, the package's file is %s", s.User, s.Digest, p.Digest)
		}
		users[signing.User(s.User)] = true
	}
	return users
}

// eachRace runs a race again and again, each time in a town of its own.
func eachRace(t *testing.T, f func(t *testing.T, w *town)) {
	for range soak.Count(1, 1, 250) {
		eachTown(t, f)
	}
}

func TestSignaturesAtOnceAcceptByOneFrozenSet(t *testing.T) {
	eachRace(t, func(t *testing.T, w *town) {
		p := w.waiting()
		var all []doing
		for _, user := range []string{"mayor", "treasurer", "notary"} {
			all = append(all, w.ask(user, p.ID, w.signature(user, p)))
		}
		codes := w.atOnce(all...)
		after := w.pkg(p.ID)
		valid := w.valid(after)
		for i, d := range all {
			if codes[i] != "" && codes[i] != "wrong_state" {
				t.Errorf("%s: %s", d.user, codes[i])
			}
			if (codes[i] == "") != valid[signing.User(d.user)] {
				t.Errorf("%s was told %q, and the signature stands: %v", d.user, codes[i], valid[signing.User(d.user)])
			}
		}
		// Whatever came first: two whose jobs permit it accept the package at once,
		// and the third is refused; a mayor and notary who came first wait for nobody.
		if after.State == payments.Accepted {
			counted := map[signing.User]bool{}
			for _, u := range after.Verdict.Counted {
				counted[u] = true
			}
			if d := cmp.Diff(valid, counted); d != "" {
				t.Errorf("the frozen set is not that of the signatures: %s", d)
			}
			if counted["mayor"] && counted["notary"] {
				t.Error("an excluded pair accepted it")
			}
		} else if !valid["mayor"] || !valid["notary"] {
			t.Errorf("the package is %s with the signatures %v", after.State, valid)
		}
	})
}

func TestAnEditAgainstASignatureLeavesNoSignatureOfAnotherFile(t *testing.T) {
	eachRace(t, func(t *testing.T, w *town) {
		w.Grant("clerk", "package.reopen")
		p := w.waiting()
		codes := w.atOnce(w.ask("mayor", p.ID, w.signature("mayor", p)), w.ask("clerk", p.ID, &payments.Reopen{}))
		if codes[1] != "" || codes[0] != "" && codes[0] != "wrong_state" {
			t.Fatalf("signing and reopening end with %q", codes)
		}
		w.Must(w.on("clerk", p.ID, &payments.AddOrders{Orders: []payments.Entry{pay("E-3", "7")}}))
		w.Must(w.on("clerk", p.ID, &payments.Submit{}))
		again := w.pkg(p.ID)
		if valid := w.valid(again); len(valid) != 0 || again.Digest == p.Digest {
			t.Errorf("the other file %s has the signatures %v", again.Digest, valid)
		}
		_, err := w.on("treasurer", p.ID, w.signature("treasurer", p))
		wantFault(t, err, "other_digest", "digest")
	})
}

func TestAnExclusionAgainstTheLastSignatureHasOneSerialExplanation(t *testing.T) {
	eachRace(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		exclusion := doing{house.Founder, govern.PutNew(payments.Exclusions, "late", &payments.Exclusion{OfCustomer: ofTown, JobA: "job-mayor", JobB: "job-treasurer"})}
		codes := w.atOnce(w.ask("treasurer", p.ID, w.signature("treasurer", p)), exclusion)
		if codes[0] != "" || codes[1] != "" {
			t.Fatalf("signing and excluding end with %q", codes)
		}
		// Either the signature came first and its verdict is frozen, or the exclusion
		// did and neither counts.
		after := w.pkg(p.ID)
		if after.State == payments.Accepted {
			if d := cmp.Diff([]signing.User{"mayor", "treasurer"}, after.Verdict.Counted); d != "" {
				t.Error(d)
			}
			return
		}
		v := w.standing(p.ID).Verdict
		if after.State != payments.Awaiting || v.Accepted || len(v.Counted) != 0 || len(v.Clashes) != 1 {
			t.Errorf("the package is %s, and its verdict %+v", after.State, v)
		}
	})
}
