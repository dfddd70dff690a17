package notice_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/postbox"
)

// process is one of the unit south, with rina and the group of greg behind it.
func (o *office) process() {
	o.t.Helper()
	do := func(cmd govern.Command) { o.Must(o.Submit(house.Founder, cmd)) }
	o.approve("anna", o.unit("south"))
	o.User("rina")
	o.User("greg")
	o.User("head")
	do(govern.PutNew(directory.Groups, "desk", &directory.Group{Name: "Desk", Unit: "south"}))
	do(govern.PutNew(directory.Members, "greg-desk", &directory.Member{Group: "desk", User: "greg"}))
	do(govern.PutNew(recon.Processes, "cash", &recon.Process{Code: "CASH-EUR", Name: "Cash", Unit: "south", Kind: "data", OnInconsistency: "warn", Configuration: "keys: [a]\n"}))
}

// ran is a run of the process, as it stands when it is over.
func (o *office) ran(n int, state string, at time.Time) govern.ID {
	o.t.Helper()
	digest := strings.Repeat("0", 64)
	id := fmt.Sprintf("run-%d", n)
	err := o.DB.Write(o.t.Context(), func(tx store.Tx) error {
		return tx.Exec(o.t.Context(), `INSERT INTO run (id, version, children_version, process, unit, number, state, left_name, left_format, left_digest, right_name, right_format, right_digest, configuration_digest, result_digest,
			left_rows, right_rows, matched, exact, partial, unmatched_left, unmatched_right, bad_left, bad_right, consistency, notes, detail, ran_at)
			VALUES ($1, 1, 0, 'cash', 'south', $2, $3, 'l', 'csv', $4, 'r', 'csv', $4, $4, $4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'not_checked', '[]', '', $5)`, id, n, state, digest, int64(govern.At(at)))
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return govern.ID(id)
}

// exception is one of the run.
func (o *office) exception(id string, run govern.ID) {
	o.t.Helper()
	err := o.DB.Write(o.t.Context(), func(tx store.Tx) error {
		return tx.Exec(o.t.Context(), `INSERT INTO exception (id, version, run, process, unit, kind, state, left_row, right_row, key, left_amount, right_amount, amount_diff, date_diff, fails, left_fields, right_fields,
			priority, assignee, cause, suggested_action, action_taken, closed_by, closed_at, hand_match)
			VALUES ($1, 1, $2, 'cash', 'south', 'unmatched_left', 'unreviewed', 0, -1, '["K"]', '4711.99', '', '', '', '[]', '[]', '[]', '', '', '', '', '', '', 0, '')`, id, string(run))
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// kinds are what the webhook was told, by kind, with why.
func (r *receiver) kinds(t *testing.T) (list []string) {
	t.Helper()
	_, bodies := r.all()
	for _, b := range bodies {
		var p notice.Posted
		if err := json.Unmarshal(b, &p); err != nil {
			t.Fatal(err)
		}
		list = append(list, strings.TrimSpace(p.Type+" "+string(p.Kind)+" "+p.What+" "+p.Why))
	}
	return list
}

func TestAFileThatIsLateIsToldToWhoLooksAfterItAndEscalates(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.process()
		do := func(cmd govern.Command) { o.Must(o.Submit(house.Founder, cmd)) }
		r := receive(t)
		o.webhook("chat", &notice.Webhook{URL: r.URL, Unit: "south", Secret: hookSecret, Kinds: []string{"file", "escalation"}})
		do(govern.PutNew(payments.Calendars, "target", &payments.Calendar{Name: "TARGET", Currency: "EUR"}))
		do(govern.PutNew(payments.Holidays, "free", &payments.Holiday{Calendar: "target", Day: "2026-11-03", Name: "A free day"}))
		do(govern.PutNew(notice.Escalations, "slow", &notice.Escalation{Name: "Slow files", Kind: "file", After: 120, User: "head"}))
		// It is Monday the 2nd, 08:00 UTC: 09:00 in Vienna.
		do(govern.PutNew(notice.ExpectedFiles, "statements", &notice.Expected{Process: "cash", Name: "Bank statements", FromDate: "2026-11-02", Calendar: "target", Time: "09:30", Zone: "Europe/Vienna", User: "rina", Group: "desk"}))
		o.look()
		if n := len(o.box.Letters()) + len(r.kinds(t)); n != 0 {
			t.Fatalf("%d notices before the time", n)
		}
		o.Clock.Advance(40 * time.Minute)
		o.look()
		o.look()
		for _, user := range []string{"rina", "greg"} {
			if letters := o.to(user); len(letters) != 1 || !strings.Contains(textOf(t, letters[0]), "The file Bank statements, CASH-EUR has not come") || !strings.Contains(textOf(t, letters[0]), "/expected_file/statements") {
				t.Errorf("%s has %+v", user, letters)
			}
		}
		if got := r.kinds(t); len(got) != 1 || got[0] != "waiting file Bank statements, CASH-EUR" || len(o.to("head")) != 0 {
			t.Errorf("the webhook is told %v", got)
		}
		o.ran(1, "failed", o.Clock.Now()) // of no use
		o.Clock.Advance(2 * time.Hour)
		o.look()
		o.look()
		if got := r.kinds(t); len(got) != 2 || got[1] != "escalated file Bank statements, CASH-EUR too_long" || len(o.to("head")) != 1 {
			t.Errorf("after two hours the webhook is told %v, the head has %d letters", got, len(o.to("head")))
		}
		// A good run ends it; Tuesday is free; on Wednesday it is late again.
		o.ran(2, "done", o.Clock.Now())
		o.Clock.Advance(24 * time.Hour)
		o.look()
		if n := len(o.to("rina")); n != 1 {
			t.Errorf("on a free day she has %d letters", n)
		}
		o.Clock.Advance(24 * time.Hour)
		o.look()
		o.look()
		if n := len(o.to("rina")); n != 2 {
			t.Errorf("on the next day she has %d letters", n)
		}
		// It is told once, however many days it does not come.
		o.Clock.Advance(48 * time.Hour)
		o.look()
		if n := len(o.to("rina")); n != 2 {
			t.Errorf("two days later she has %d letters", n)
		}
	})
}

func TestALateFileStandsInTheListOfWhoLooksAfterItUntilItComes(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		o.process()
		o.herald.Mail = nil // and there is no webhook either
		o.Must(o.Submit(house.Founder, govern.PutNew(notice.ExpectedFiles, "statements", &notice.Expected{Process: "cash", Name: "Bank statements", FromDate: "2026-11-01", Days: []string{"mon"}, Time: "07:00", Zone: "UTC", Group: "desk"})))
		o.look()
		list := func(user string) (got []string) {
			t.Helper()
			told, err := notice.Told(t.Context(), o.DB, user, govern.At(o.Clock.Now()))
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range told {
				got = append(got, string(x.Kind)+" "+string(x.Record)+" "+x.What)
			}
			return got
		}
		if got := list("greg"); len(got) != 1 || got[0] != "file statements Bank statements, CASH-EUR" || len(list("rina")) != 0 {
			t.Errorf("greg's list is %v, another's %v", got, list("rina"))
		}
		o.ran(1, "done", o.Clock.Now())
		if got := list("greg"); len(got) != 0 {
			t.Errorf("it came, and the list is %v", got)
		}
	})
}

func TestAnExpectedFileSaysWhenAndWhoLooksAfterIt(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		o.process()
		for code, change := range map[string]func(x *notice.Expected){
			"never_due":         func(x *notice.Expected) { x.Days = nil },
			"unknown_day":       func(x *notice.Expected) { x.Days = []string{"monday"} },
			"unknown_zone":      func(x *notice.Expected) { x.Zone = "Vienna" },
			"bad_date":          func(x *notice.Expected) { x.FromDate = "2026-02-30" },
			"nobody_told":       func(x *notice.Expected) { x.User = "" },
			"unknown_reference": func(x *notice.Expected) { x.Process = "none" },
		} {
			x := &notice.Expected{Process: "cash", Name: code, FromDate: "2026-11-02", Days: []string{"mon"}, Time: "07:00", Zone: "UTC", User: "rina"}
			change(x)
			if _, err := o.Submit(house.Founder, govern.PutNew(notice.ExpectedFiles, "x", x)); fault.Code(err) != code {
				t.Errorf("%+v: %v, want %s", x, err, code)
			}
		}
		o.Must(o.Submit(house.Founder, govern.PutNew(notice.ExpectedFiles, "x", &notice.Expected{Process: "cash", Name: "S", Unit: "elsewhere", FromDate: "2026-11-02", Days: []string{"mon"}, Time: "07:00", Zone: "UTC", User: "rina"})))
		if n := o.Count(`SELECT count(*) FROM expected_file WHERE unit = 'south'`); n != 1 {
			t.Error("its unit is not that of the process")
		}
	})
}

func TestAnExceptionIsToldToItsGroupThenToItsSolverAndWhatLiesEscalates(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		o.process()
		do := func(cmd govern.Command) { o.Must(o.Submit(house.Founder, cmd)) }
		o.User("mute") // in the group, and may not see what it is given
		do(govern.PutNew(directory.Members, "mute-desk", &directory.Member{Group: "desk", User: "mute"}))
		do(govern.PutNew(directory.Roles, "looks", &directory.Role{Name: "Looks", Permissions: []string{"exception.view"}}))
		for _, user := range []govern.ID{"greg", "rina"} {
			do(govern.PutNew(directory.Grants, "looks-"+user, &directory.Grant{User: user, Role: "looks", Scope: "record", ScopeTable: "group", ScopeRecord: "desk"}))
		}
		r := receive(t)
		o.webhook("chat", &notice.Webhook{URL: r.URL, Unit: "south", Secret: hookSecret, Kinds: []string{"exception", "untaken", "escalation"}})
		do(govern.PutNew(notice.Escalations, "lying", &notice.Escalation{Name: "Lying", Unit: "south", Kind: "untaken", After: 60, User: "head"}))
		do(govern.PutNew(notice.Escalations, "slow", &notice.Escalation{Name: "Slow", Unit: "south", Kind: "exception", After: 90, User: "head"}))
		run := o.ran(7, "done", o.Clock.Now())
		o.exception("x1", run)
		o.look()
		if got := r.kinds(t); len(got) != 1 || got[0] != "waiting untaken CASH-EUR, 7" || len(o.box.Letters()) != 0 {
			t.Fatalf("while nobody has it the webhook is told %v, and %d letters are written", got, len(o.box.Letters()))
		}
		o.Clock.Advance(61 * time.Minute)
		o.look()
		o.look()
		if got := r.kinds(t); len(got) != 2 || got[1] != "escalated untaken CASH-EUR, 7 too_long" || len(o.to("head")) != 1 {
			t.Errorf("of what lies the webhook is told %v, the head has %d letters", got, len(o.to("head")))
		}
		give := &recon.Allocate{Group: "desk"}
		give.On("x1")
		do(give)
		o.look()
		letters := o.to("greg")
		if len(letters) != 1 || !strings.Contains(textOf(t, letters[0]), "your group's to look into") || strings.Contains(textOf(t, letters[0]), "4711") || len(o.to("mute")) != 0 || len(o.to("rina")) != 0 {
			t.Errorf("greg has %+v, mute %d, rina %d", letters, len(o.to("mute")), len(o.to("rina")))
		}
		if got := r.kinds(t); len(got) != 3 || got[2] != "waiting exception CASH-EUR allocated" {
			t.Errorf("the webhook is told %v", got)
		}
		o.Clock.Advance(91 * time.Minute)
		o.look()
		o.look()
		if n := len(o.to("head")); n != 2 {
			t.Errorf("of what the group leaves the head has %d letters", n)
		}
		assign := &recon.Assign{Assignee: "rina", Cause: "booked late", SuggestedAction: "ask the bank"}
		assign.On("x1")
		do(assign)
		o.look()
		if letters := o.to("rina"); len(letters) != 1 || !strings.Contains(textOf(t, letters[0]), "yours to solve") || strings.Contains(textOf(t, letters[0]), "booked late") {
			t.Errorf("rina has %+v", letters)
		}
		o.Clock.Advance(91 * time.Minute)
		o.look()
		o.look()
		if n := len(o.to("head")); n != 3 {
			t.Errorf("of what its solver leaves the head has %d letters", n)
		}
	})
}
