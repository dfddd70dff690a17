package notice_test

import (
	"context"
	"io"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/review"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/postbox"
)

var (
	tables = slices.Concat(directory.Tables, policy.Tables, review.Tables, payments.Tables, deliver.Tables, cycles.Tables, recon.Tables, notice.Tables)
	verbs  = slices.Concat(directory.Verbs, policy.Verbs, review.Verbs, payments.Verbs, deliver.Verbs, cycles.Verbs, recon.Verbs, notice.Verbs, []govern.Verb{{Name: "access.why", Area: "access", Doc: "Ask what others may do.", Asked: true}})
)

// office is a house whose people are told: anna and carl agree to new units, mia
// makes them.
type office struct {
	*house.House
	t      *testing.T
	box    *postbox.Box
	herald *notice.Herald
	worker *outbox.Worker
}

func each(t *testing.T, kind string, f func(t *testing.T, o *office)) {
	t.Helper()
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		o := &office{House: h, t: t, box: postbox.Open(t, kind)}
		o.herald = &notice.Herald{
			Engine: h.Engine, DB: h.DB, Ring: h.Ring, Log: slog.New(slog.DiscardHandler), Base: "https://cs.example", DailyAt: 6 * time.Hour,
			Mail: &notice.Post{
				Server: o.box.Addr, Security: kind, Roots: o.box.Roots, From: mail.Address{Name: "Countersign", Address: "cs@example.com"},
			},
			Actor: govern.Actor{User: house.Founder, Method: "node"}, Wake: func() {},
		}
		if kind != postbox.Plain {
			o.herald.Mail.User, o.herald.Mail.Password = "cs", "right-password"
		}
		o.worker = &outbox.Worker{DB: h.DB, Now: h.Clock.Now, Handlers: o.herald.Handlers()}
		h.User("anna", "unit.approve")
		h.User("carl", "unit.approve")
		h.User("mia", "unit.insert")
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "watch", &policy.Rule{
			Name: "watch", Subject: "unit", Operations: []string{"insert"}, Enabled: true,
			Factors: []approval.Factor{{Permission: "unit.approve", People: 1}},
		})))
		f(t, o)
	})
}

// look tells what waits, and sends.
func (o *office) look() {
	o.t.Helper()
	if err := o.herald.Look(context.Background()); err != nil {
		o.t.Fatal(err)
	}
	o.send()
}

func (o *office) send() {
	o.t.Helper()
	for {
		worked, err := o.worker.Step(context.Background())
		if err != nil {
			o.t.Fatal(err)
		}
		if !worked {
			return
		}
	}
}

// to are the letters to one person, of the house's own administrators none.
func (o *office) to(user string) (list []postbox.Letter) {
	for _, l := range o.box.Letters() {
		if l.To == user+"@example.com" {
			list = append(list, l)
		}
	}
	return list
}

func (o *office) unit(name string) govern.Outcome {
	o.t.Helper()
	return o.MustHold(o.Submit("mia", govern.PutNew(directory.Units, govern.ID(name), &directory.Unit{Name: name})))
}

func (o *office) approve(user string, held govern.Outcome) {
	o.t.Helper()
	o.Must(o.Engine.Approve(context.Background(), govern.Actor{User: user}, govern.Note{}, held.Change, held.Digest))
}

func textOf(t *testing.T, l postbox.Letter) string {
	t.Helper()
	text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(l.Text)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestWhoCouldAgreeIsToldByMailOnceAndWithoutContents(t *testing.T) {
	for _, kind := range []string{postbox.StartTLS, postbox.TLS} {
		t.Run(kind, func(t *testing.T) {
			each(t, kind, func(t *testing.T, o *office) {
				held := o.unit("Secret Company")
				o.look()
				o.look()
				letters := o.to("anna")
				if len(letters) != 1 || len(o.to("carl")) != 1 || len(o.to("mia")) != 0 {
					t.Fatalf("anna got %d letters, carl %d, the maker %d; want 1, 1, 0", len(letters), len(o.to("carl")), len(o.to("mia")))
				}
				l := letters[0]
				subject, err := new(mime.WordDecoder).DecodeHeader(l.Header.Get("Subject"))
				text := textOf(t, l)
				if err != nil || !strings.Contains(subject, "unit.insert") || !strings.Contains(text, "https://cs.example/change/"+string(held.Change)) || !strings.Contains(text, "mia") {
					t.Errorf("the letter %q is\n%s", subject, text)
				}
				if strings.Contains(subject+text, "Secret Company") {
					t.Error("the letter tells what the change is about")
				}
				if !l.Encrypted || l.User != "cs" || !strings.HasSuffix(l.Header.Get("Message-ID"), "@cs.example>") || l.Header.Get("Auto-Submitted") != "auto-generated" {
					t.Errorf("the letter came as %+v", l)
				}
			})
		})
	}
}

func TestALetterThatIsRepeatedHasTheSameId(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.unit("rome")
		o.look()
		sent := len(o.box.Letters())
		// The node died after the server had taken the letters.
		err := o.DB.Write(t.Context(), again)
		if err != nil {
			t.Fatal(err)
		}
		o.send()
		ids := map[string]int{}
		for _, l := range o.box.Letters() {
			ids[l.Header.Get("Message-ID")]++
		}
		if len(o.box.Letters()) != 2*sent || len(ids) != sent {
			t.Errorf("%d letters were repeated as %d, with the ids %v", sent, len(o.box.Letters()), ids)
		}
	})
}

func TestAServerThatIsBusyIsAskedAgainAndOneThatRefusesForGoodIsNot(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		var given []string
		o.worker.OnGiveUp = func(_ context.Context, m outbox.Message, why error) { given = append(given, fault.Code(why)) }
		o.worker.Parallel = 1
		o.Must(o.Submit("carl", &notice.Choose{Mail: notice.Off}))
		o.Must(o.Submit(house.Founder, &notice.Choose{Mail: notice.Off}))
		o.Must(o.Submit(house.Second, &notice.Choose{Mail: notice.Off}))
		o.box.Answer("451 later")
		o.unit("rome")
		o.look()
		if n := len(o.to("anna")); n != 0 {
			t.Fatalf("%d letters were taken by a busy server", n)
		}
		o.Clock.Advance(time.Minute)
		o.send()
		if n := len(o.to("anna")); n != 1 || given != nil {
			t.Errorf("%d letters, given up: %v", n, given)
		}
		o.box.Answer("550 nobody of that name")
		o.unit("oslo")
		o.look()
		if len(given) != 1 || given[0] != "mail_refused" {
			t.Errorf("given up: %v", given)
		}
	})
}

func TestNothingIsSentInTheClear(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		o.herald.Mail.Security = notice.StartTLS
		o.unit("rome")
		o.look()
		if n := len(o.box.Letters()); n != 0 {
			t.Errorf("%d letters went to a server without TLS", n)
		}
		var failure string
		if err := o.DB.QueryRow(t.Context(), []any{&failure}, `SELECT failure FROM outbox WHERE kind = 'notice.mail' LIMIT 1`); err != nil || !strings.Contains(failure, "STARTTLS") {
			t.Errorf("the operator is told %q, %v", failure, err)
		}
	})
}

func TestAWrongPasswordIsToldWithoutThePassword(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.herald.Mail.Password = "wrong-password"
		o.unit("rome")
		o.look()
		var failure string
		if err := o.DB.QueryRow(t.Context(), []any{&failure}, `SELECT failure FROM outbox WHERE kind = 'notice.mail' LIMIT 1`); err != nil || !strings.Contains(failure, "535") || strings.Contains(failure, "wrong-password") {
			t.Errorf("the operator is told %q, %v", failure, err)
		}
	})
}

func TestWhatIsDecidedBeforeItsMailLeavesIsNotTold(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		held := o.unit("rome")
		if err := o.herald.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.approve("anna", held)
		o.send()
		if n := len(o.box.Letters()); n != 0 {
			t.Errorf("%d letters tell of what is done", n)
		}
	})
}

func TestPeopleChooseNoMailOrOneADay(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.Must(o.Submit("anna", &notice.Choose{Mail: notice.Daily}))
		o.Must(o.Submit("carl", &notice.Choose{Mail: notice.Off}))
		if _, err := o.Submit("carl", &notice.Choose{Mail: notice.Off}); fault.Code(err) != "nothing_to_do" {
			t.Errorf("choosing the same again: %v", err)
		}
		o.Clock.Advance(12 * time.Hour) // it is evening: the mails of this day are written
		o.look()
		first := o.unit("rome")
		o.unit("oslo")
		o.look()
		o.unit("bern")
		o.look()
		letters := o.to("anna")
		if len(letters) != 1 || len(o.to("carl")) != 0 {
			t.Fatalf("anna got %d letters, carl %d", len(letters), len(o.to("carl")))
		}
		o.approve("carl", first)
		o.Clock.Advance(24 * time.Hour)
		o.look()
		letters = o.to("anna")
		if len(letters) != 2 {
			t.Fatalf("on the next day anna has %d letters", len(letters))
		}
		if text := textOf(t, letters[1]); strings.Count(text, "https://cs.example/change/") != 1 {
			t.Errorf("the second day's letter is\n%s", text)
		}
	})
}

func TestSeveralThingsAtOnceComeInOneLetter(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.unit("rome")
		o.unit("oslo")
		o.look()
		letters := o.to("anna")
		if len(letters) != 1 || strings.Count(textOf(t, letters[0]), "https://cs.example/change/") != 2 {
			t.Errorf("anna got %d letters", len(letters))
		}
	})
}

func TestReviewersAreToldOnceForAReview(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.User("rita", review.Deciding)
		start := &review.Start{Called: "Autumn", DueAt: govern.At(o.Engine.Now().Add(time.Hour)), Unconfirmed: review.Keep, Reviewers: []review.Reviewer{{User: "rita"}}, Roles: []string{"everything"}}
		start.On("autumn")
		o.Must(o.Submit(house.Founder, start))
		o.look()
		o.look()
		letters := o.to("rita")
		if len(letters) != 1 || !strings.Contains(textOf(t, letters[0]), "Autumn") {
			t.Errorf("the reviewer got %+v", letters)
		}
	})
}

func TestWhoAskedForPeopleIsToldWhatBecameOfThem(t *testing.T) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		told, err := govern.New(t.Context(), govern.Config{DB: h.DB, Ring: h.Ring, Tables: tables, Commands: append([]govern.Verb{directory.FoundVerb}, verbs...), Now: h.Clock.Now, Tell: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(told.Close)
		o := &office{House: h, t: t, box: postbox.Open(t, postbox.Plain)}
		o.herald = &notice.Herald{
			Engine: told, DB: h.DB, Ring: h.Ring, Log: slog.New(slog.DiscardHandler), Base: "https://cs.example", German: true, Wake: func() {},
			Mail: &notice.Post{Server: o.box.Addr, Security: notice.NoTLS, From: mail.Address{Address: "cs@example.com"}},
		}
		o.worker = &outbox.Worker{DB: h.DB, Now: h.Clock.Now, Handlers: o.herald.Handlers()}
		put := govern.PutNew(directory.Users, "eva", &directory.User{Email: "eva@example.com", Name: "Éva Novák", Kind: "person", Status: "active"})
		o.Must(told.Submit(t.Context(), govern.Actor{User: house.Founder}, govern.Note{}, put))
		suspend := &directory.Suspend{}
		suspend.On("eva")
		o.Must(told.Submit(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, suspend))
		o.send()
		o.send()
		for user, want := range map[string]string{house.Founder: "Éva Novák wurde angelegt", house.Second: "Éva Novák wurde gesperrt"} {
			letters := o.to(user)
			if len(letters) != 1 {
				t.Fatalf("%s got %d letters", user, len(letters))
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(letters[0].Header.Get("Subject"))
			if err != nil || subject != want || !strings.Contains(textOf(t, letters[0]), "https://cs.example/user/eva") {
				t.Errorf("%s is told %q\n%s", user, subject, textOf(t, letters[0]))
			}
		}
	})
}

func TestTheLogTellsOfEachEscalationAndItIsToldOnce(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.User("boss")
		o.User("deputy-boss")
		o.Must(o.Submit(house.Founder, govern.PutNew(directory.Groups, "bosses", &directory.Group{Name: "Bosses"})))
		o.Must(o.Submit(house.Founder, govern.PutNew(directory.Members, "m", &directory.Member{Group: "bosses", User: "deputy-boss"})))
		o.Must(o.Submit(house.Founder, govern.PutNew(notice.Escalations, "slow", &notice.Escalation{Name: "Slow changes", Kind: "change", After: 60, User: "boss", Group: "bosses"})))
		held := o.unit("rome")
		o.look()
		if n := len(o.to("boss")); n != 0 {
			t.Fatalf("the boss got %d letters at once", n)
		}
		o.Clock.Advance(61 * time.Minute)
		o.look()
		o.look()
		for _, user := range []string{"boss", "deputy-boss"} {
			letters := o.to(user)
			if len(letters) != 1 || !strings.Contains(textOf(t, letters[0]), "too long") || !strings.Contains(textOf(t, letters[0]), "/change/"+string(held.Change)) {
				t.Errorf("%s got %+v", user, letters)
			}
		}
		found, err := audit.Search(t.Context(), o.DB, o.Ring, audit.Query{Action: notice.Raising, Outcome: audit.Applied})
		if err != nil || len(found) != 1 || o.Count(`SELECT count(*) FROM escalated WHERE escalation = 'slow' AND record = $1 AND why = 'too_long'`, string(held.Change)) != 1 {
			t.Errorf("the log holds %+v, %v", found, err)
		}
		// Another node that remembers nothing does not tell it again.
		fresh := *o.herald
		o.herald = notice.Fresh(&fresh)
		o.look()
		if n := len(o.to("boss")); n != 1 {
			t.Errorf("after a restart the boss has %d letters", n)
		}
	})
}

func TestWhatNearsItsEndIsToldInItsUnitAlone(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.User("boss")
		o.User("other-boss")
		for _, unit := range []govern.ID{"north", "south"} {
			o.approve("anna", o.unit(string(unit)))
		}
		o.Must(o.Submit(house.Founder, govern.PutNew(policy.Rules, "short", &policy.Rule{
			Name: "short", Subject: "group", Operations: []string{"insert"}, Enabled: true, ExpiresAfterHours: 2,
			Factors: []approval.Factor{{Permission: "group.approve", People: 1}},
		})))
		for unit, user := range map[govern.ID]govern.ID{"north": "boss", "south": "other-boss"} {
			o.Must(o.Submit(house.Founder, govern.PutNew(notice.Escalations, unit, &notice.Escalation{Name: string(unit), Unit: unit, Kind: "change", Before: 30, User: user})))
		}
		o.MustHold(o.Submit(house.Founder, govern.PutNew(directory.Groups, "g", &directory.Group{Name: "g", Unit: "north"})))
		o.Clock.Advance(80 * time.Minute)
		o.look()
		if n := len(o.to("boss")); n != 0 {
			t.Errorf("the boss got %d letters 40 minutes before the end", n)
		}
		o.Clock.Advance(15 * time.Minute)
		o.look()
		if len(o.to("boss")) != 1 || len(o.to("other-boss")) != 0 {
			t.Errorf("the boss of the unit got %d letters, another's %d", len(o.to("boss")), len(o.to("other-boss")))
		}
	})
}

func TestAnEscalationSaysWhomItTellsAndWhen(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		for code, x := range map[string]*notice.Escalation{
			"never_due":   {Kind: "change", User: "anna"},
			"nobody_told": {Kind: "change", After: 5},
			"no_cut_off":  {Kind: "exception", Before: 5, User: "anna"},
		} {
			x.Name = code
			if _, err := o.Submit(house.Founder, govern.PutNew(notice.Escalations, "x", x)); fault.Code(err) != code {
				t.Errorf("%+v: %v, want %s", x, err, code)
			}
		}
	})
}
