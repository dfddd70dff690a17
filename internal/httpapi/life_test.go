package httpapi_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/testkit"
)

// instruction is the body of a bank instruction.
func instruction(iban string) map[string]any {
	return map[string]any{"unit": "group", "owner": "Acme GmbH", "iban": iban, "bic": "GIBAATWW", "country": "AT"}
}

const (
	iban      = "AT611904300234573201"
	otherIBAN = "DE89370400440532013000"
)

// bank is an office with clerks of bank instructions, watched by four eyes.
func bank(t *testing.T, o *office) *office {
	t.Helper()
	o.make(ada, "unit", "group", map[string]any{"name": "Group"})
	o.hire("eva", "", "bank_instruction.view", "bank_instruction.insert", "bank_instruction.update", "bank_instruction.delete")
	o.hire("tom", "", "bank_instruction.view", "bank_instruction.approve")
	o.make("eva", "bank_instruction", "acme", instruction(iban))
	o.watch("bank_instruction", "bank_instruction.approve")
	return o
}

const acme = "/api/v1/bank_instruction/acme"

func TestAChangeWaitsForAnotherPersonWhoAgreesToItsDigest(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		bank(t, o)
		held := o.ask("eva", "PUT", acme, instruction(otherIBAN), "If-Match", `"1"`, "Countersign-Reason", "letter of 2 November", "Countersign-Ticket", "OPS-1").is(202)
		change := held.header.Get("Location")
		if change != "/api/v1/change/"+held.text("change") {
			t.Fatalf("the location is %q", change)
		}
		if got := o.ask("eva", "GET", acme, nil).is(200); got.text("iban") != iban || got.text("pending_change") != held.text("change") || got.header.Get("ETag") != `"1-`+held.text("change")+`"` {
			t.Errorf("while it waits the record is %s", got.body)
		}
		inbox := o.ask("tom", "GET", "/api/v1/change", nil).is(200).items()
		if len(inbox) != 1 || inbox[0]["id"] != held.text("change") || inbox[0]["can_decide"] != true {
			t.Fatalf("the approver's inbox is %v", inbox)
		}
		if mine := o.ask("eva", "GET", "/api/v1/change?box=mine", nil).is(200).items(); len(mine) != 1 || mine[0]["can_decide"] != false {
			t.Errorf("the maker's list is %v", mine)
		}
		seen := o.ask("tom", "GET", change, nil).is(200).object()
		row := seen["rows"].([]any)[0].(map[string]any)
		if seen["reason"] != "letter of 2 November" || seen["ticket"] != "OPS-1" || row["before"].(map[string]any)["iban"] != iban || row["after"].(map[string]any)["iban"] != otherIBAN ||
			len(row["changed"].([]any)) != 1 || row["changed"].([]any)[0] != "iban" {
			t.Errorf("the change is shown as %v", seen)
		}
		agree := map[string]any{"digest": held.text("digest")}
		o.ask("eva", "POST", change+"/approve", agree).refused(403, "own_change")
		o.ask("tom", "POST", change+"/approve", map[string]any{"digest": strings.Repeat("0", 64)}).refused(422, "other_digest")
		if out := o.ask("tom", "POST", change+"/approve", agree).is(200); out.text("state") != "applied" {
			t.Errorf("the outcome is %s", out.body)
		}
		if got := o.ask("eva", "GET", acme, nil).is(200); got.text("iban") != otherIBAN || got.header.Get("ETag") != `"2"` {
			t.Errorf("approved, the record is %s", got.body)
		}
		o.ask("tom", "POST", change+"/approve", agree).refused(409, "change_ended")
	})
}

func TestAChangeIsRejectedWithAReasonOrWithdrawnByItsMaker(t *testing.T) {
	o := bank(t, newOffice(t, testkit.SQLiteURL(t)))
	change := o.ask("eva", "PUT", acme, instruction(otherIBAN), "If-Match", `"1"`).is(202).header.Get("Location")
	o.ask("tom", "POST", change+"/reject", "{}").refused(422, "reason_missing")
	o.ask("tom", "POST", change+"/withdraw", "{}").refused(403, "not_maker")
	if out := o.ask("tom", "POST", change+"/reject", map[string]any{"reason": "call them first"}).is(200); out.text("state") != "rejected" {
		t.Errorf("the outcome is %s", out.body)
	}
	change = o.ask("eva", "DELETE", acme, nil, "If-Match", `"1"`).is(202).header.Get("Location")
	o.ask("eva", "PUT", acme, instruction(otherIBAN), "If-Match", `"1"`).refused(409, "change_pending")
	if out := o.ask("eva", "POST", change+"/withdraw", "").is(200); out.text("state") != "withdrawn" {
		t.Errorf("the outcome is %s", out.body)
	}
}

func TestADryRunTellsAndWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		bank(t, o)
		before := o.count(`SELECT seq FROM audit_head`)
		would := o.ask("eva", "PUT", acme+"?dry_run=true", instruction(otherIBAN), "If-Match", `"1"`).is(200)
		if would.text("state") != "held" || !strings.Contains(string(would.body), "1 more with bank_instruction.approve") || !strings.Contains(string(would.body), otherIBAN) {
			t.Errorf("the dry run says %s", would.body)
		}
		if out := o.ask(ada, "POST", "/api/v1/unit?dry_run=true", map[string]any{"name": "New"}).is(200); out.text("state") != "planned" {
			t.Errorf("the dry run says %s", out.body)
		}
		if n := o.count(`SELECT count(*) FROM "change"`); n != 0 {
			t.Errorf("%d changes were held", n)
		}
		if after := o.count(`SELECT seq FROM audit_head`); after != before {
			t.Errorf("the log grew from %d to %d", before, after)
		}
		o.ask("eva", "POST", "/api/v1/bank_instruction?dryrun=true", instruction(otherIBAN)).refused(422, "unknown_parameter").at("dryrun")
		o.ask("eva", "POST", "/api/v1/bank_instruction?dry_run=yes", instruction(otherIBAN)).refused(422, "bad_value").at("dry_run")
		if n := o.count(`SELECT count(*) FROM bank_instruction`); n != 1 {
			t.Errorf("%d instructions stand there after misspelt dry runs", n)
		}
	})
}

func TestTheSameIdempotencyKeyGivesTheSameAnswerOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		first := o.ask(ada, "POST", "/api/v1/unit", map[string]any{"name": "One"}, "Idempotency-Key", "k1").is(201)
		again := o.ask(ada, "POST", "/api/v1/unit", map[string]any{"name": "One"}, "Idempotency-Key", "k1").is(201)
		if string(first.body) != string(again.body) || first.header.Get("Location") != again.header.Get("Location") {
			t.Errorf("the answers are %s and %s", first.body, again.body)
		}
		if n := o.count(`SELECT count(*) FROM unit`); n != 1 {
			t.Errorf("%d units were made", n)
		}
		o.ask(ada, "POST", "/api/v1/unit", map[string]any{"name": "Two"}, "Idempotency-Key", "k1").refused(422, "key_used").at("Idempotency-Key")
	})
}

func TestARecordThatMovedOnIsStale(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.ask(ada, "PUT", "/api/v1/unit/group", map[string]any{"name": "One"}, "If-Match", `"1"`).is(200)
		o.ask(ada, "PUT", "/api/v1/unit/group", map[string]any{"name": "Two"}, "If-Match", `"1"`).refused(412, "stale")
		o.ask(ada, "PUT", "/api/v1/unit/group", map[string]any{"name": "Two"}).refused(428, "if_match_missing").at("If-Match")
		o.ask(ada, "PUT", "/api/v1/unit/group", map[string]any{"name": "Two"}, "If-None-Match", "*").refused(409, "duplicate")
		o.ask(ada, "PUT", "/api/v1/unit/other", map[string]any{"name": "Two"}, "If-Match", `"1"`).refused(404, "not_found")
		o.ask(ada, "DELETE", "/api/v1/unit/group", nil, "If-Match", `"1"`).refused(412, "stale")
		o.ask(ada, "GET", "/api/v1/unit/group", nil, "If-None-Match", `"2"`).is(304)
		o.ask(ada, "DELETE", "/api/v1/unit/group", nil, "If-Match", `"2"`).is(200)
		o.ask(ada, "GET", "/api/v1/unit/group", nil).refused(404, "not_found")
	})
}
