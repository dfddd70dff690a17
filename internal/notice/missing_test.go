package notice_test

import (
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/postbox"
)

func TestACompanysInvoicesThatDoNotComeAreEscalated(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		do := func(cmd govern.Command) { o.Must(o.Submit(house.Founder, cmd)) }
		o.User("head")
		o.User("everywhere", "cycle.import_invoices")
		do(govern.PutNew(directory.Roles, "bringer", &directory.Role{Name: "Bringer", Permissions: []string{"cycle.import_invoices"}}))
		for _, unit := range []string{"north", "south"} {
			o.approve("anna", o.unit(unit))
			o.User("clerk-" + unit)
			do(govern.PutNew(directory.Grants, govern.ID(unit), &directory.Grant{User: govern.ID("clerk-" + unit), Role: "bringer", Scope: "unit", ScopeRecord: govern.ID(unit)}))
			do(govern.PutNew(cycles.Participants, govern.ID(unit), &cycles.Participant{Code: strings.ToUpper(unit), Name: unit, Unit: govern.ID(unit), Currency: "EUR"}))
		}
		do(govern.PutNew(notice.Escalations, "late", &notice.Escalation{Name: "Files", Kind: "missing", After: 60, User: "head"}))
		r := receive(t)
		o.webhook("chat", &notice.Webhook{URL: r.URL, Unit: "south", Secret: hookSecret, Kinds: []string{"missing", "escalation"}})
		draft := &cycles.Draft{Code: "2026-11", Unit: "north", BaseCurrency: "EUR", SettlementDate: "2026-11-30"}
		draft.On("nov")
		do(draft)
		o.look()
		if n := len(o.to("clerk-north")); n != 0 {
			t.Fatalf("of a draft %d letters are written", n)
		}
		open := &cycles.Open{}
		open.On("nov")
		do(open)
		o.look()
		for user, want := range map[string]int{"clerk-north": 1, "clerk-south": 1, "everywhere": 0, "head": 0} {
			if letters := o.to(user); len(letters) != want || want == 1 && !strings.Contains(textOf(t, letters[0]), "/cycle/nov") {
				t.Errorf("%s has %+v", user, letters)
			}
		}
		bring := &cycles.ImportInvoices{File: "north.csv", CSV: "reference,payer,payee,currency,amount\nR1,NORTH,SOUTH,EUR,10.00\n", Participant: "NORTH"}
		bring.On("nov")
		o.Must(o.Submit("clerk-north", bring))
		o.Clock.Advance(61 * time.Minute)
		o.look()
		o.look()
		if got := r.kinds(t); len(got) != 2 || got[0] != "waiting missing SOUTH, 2026-11" || got[1] != "escalated missing SOUTH, 2026-11 too_long" {
			t.Errorf("the south's webhook is told %v", got)
		}
		letters := o.to("head")
		if len(letters) != 1 || !strings.Contains(textOf(t, letters[0]), "SOUTH, 2026-11 has waited too long") || strings.Contains(textOf(t, letters[0]), "NORTH") {
			t.Errorf("the head has %+v", letters)
		}
		if n := o.Count(`SELECT count(*) FROM escalated WHERE kind = 'missing' AND record = 'nov' AND round = 'south' AND unit = 'south'`); n != 1 || o.Count(`SELECT count(*) FROM escalated`) != 1 {
			t.Errorf("%d escalations of it are recorded", n)
		}
	})
}
