package notice_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/postbox"
)

// find has it looked for what one person alone could do.
func (o *office) find() {
	o.t.Helper()
	w := &collude.Watch{Engine: o.Engine, DB: o.DB, Declared: func(string) bool { return true }}
	if err := w.Step(context.Background()); err != nil {
		o.t.Fatal(err)
	}
	o.look()
}

// alarmed are the letters to that person about what one person alone could do.
func (o *office) alarmed(user string) (texts []string) {
	for _, l := range o.to(user) {
		if text := textOf(o.t, l); strings.Contains(text, "One person alone") {
			texts = append(texts, text)
		}
	}
	return texts
}

func TestWhatOnePersonAloneCouldDoIsToldOnceToWhoMayAsk(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.User("sara", "access.why", "four_eyes_rule.update")
		o.User("gwen", "access.why")
		o.User("paul", "four_eyes_rule.update")
		o.find()
		o.find()
		letters := o.alarmed("sara")
		if len(letters) != 1 || !strings.Contains(letters[0], "somebody gains a role") || !strings.Contains(letters[0], "https://cs.example/access/collusion") {
			t.Errorf("who may ask and mend it was written: %q", letters)
		}
		for _, l := range letters {
			if strings.Contains(l, "founder") || strings.Contains(l, "second") {
				t.Errorf("the letter names who could: %s", l)
			}
		}
		if n := len(o.alarmed("gwen")) + len(o.alarmed("paul")); n != 0 {
			t.Errorf("%d letters went to others", n)
		}
		o.Clock.Advance(25 * time.Hour)
		o.find()
		if n := len(o.alarmed("sara")); n != 1 {
			t.Errorf("what had been told was told again: %d letters", n)
		}
		o.Must(o.Submit(house.Founder, govern.PutNew(policy.Rules, "grants", &policy.Rule{
			Name: "grants", Subject: "grant", Operations: []string{"insert", "update", "delete"}, Enabled: true, Factors: []approval.Factor{{Permission: "grant.approve", People: 1}},
		})))
		o.find()
		if n := o.Count(`SELECT count(*) FROM alarm WHERE ended_at = 0 AND outcome = 'user_gains_role'`); n != 0 {
			t.Errorf("%d findings that are mended are still there", n)
		}
	})
}

func TestALetterOfWhatIsMendedBeforeItIsSentIsNotSent(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.User("sara", "access.why", "four_eyes_rule.update")
		w := &collude.Watch{Engine: o.Engine, DB: o.DB, Declared: func(string) bool { return true }}
		if err := w.Step(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := o.herald.Look(context.Background()); err != nil {
			t.Fatal(err)
		}
		if n, found := o.Count(`SELECT count(*) FROM notice WHERE kind = 'alarm' AND recipient = 'sara'`), o.Count(`SELECT count(*) FROM alarm`); n != found || n == 0 {
			t.Fatalf("%d marks were made of %d findings", n, found)
		}
		o.Must(o.Submit(house.Founder, govern.PutNew(policy.Rules, "grants", &policy.Rule{
			Name: "grants", Subject: "grant", Operations: []string{"insert", "update", "delete"}, Enabled: true, Factors: []approval.Factor{{Permission: "grant.approve", People: 1}},
		})))
		o.find()
		if letters := o.alarmed("sara"); len(letters) != 0 {
			t.Errorf("it was written: %q", letters)
		}
	})
}
