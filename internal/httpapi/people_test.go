package httpapi_test

import (
	"fmt"
	"testing"

	"github.com/countersign/countersign/internal/testkit"
)

func TestASignatoryIsToldNamesAndSumsOfWhatTheyMayNotList(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	bank(t, o)
	of := func(row map[string]any) map[string]any {
		row["customer"], row["unit"] = "halvorn", "group"
		return row
	}
	o.hire("otto", "", "customer.insert", "customer.view", "account.insert", "account_signatory.insert", "account_signatory.view", "job.insert", "user_job.insert", "user_job.view")
	o.hire("paula", "", "package.create", "package.submit", "package.view", "bank_instruction.view", "customer.view")
	o.hire("karin", "", "package.view", "package.sign", "customer.view")
	o.make("otto", "customer", "halvorn", map[string]any{"name": "Halvorn", "unit": "group"})
	o.make("otto", "account", "main", of(map[string]any{"name": "Main", "iban": otherIBAN, "bic": "COBADEFF", "currency": "EUR"}))
	o.make("otto", "account_signatory", "karin-main", of(map[string]any{"account": "main", "user": "karin", "points": 10}))
	var orders []any
	for i, amount := range []string{"12.50", "0.75"} {
		orders = append(orders, map[string]any{
			"account": "main", "bank_instruction": "acme", "amount": map[string]any{"currency": "EUR", "value": amount},
			"execution_date": "2039-06-30", "end_to_end_id": fmt.Sprintf("E-%d", i),
		})
	}
	made := o.ask("paula", "POST", "/api/v1/payments/package/new/create", map[string]any{"code": "P-1", "customer": "halvorn", "kind": "third_party", "orders": orders}).is(200)
	id := made.object()["records"].([]any)[0].(map[string]any)["id"].(string)
	o.ask("paula", "POST", "/api/v1/payments/package/"+id+"/submit", nil).is(200)

	o.ask("karin", "GET", "/api/v1/account/main", nil).refused(403, "denied")
	v := o.ask("karin", "GET", "/api/v1/package/"+id+"/verdict", nil).is(200).object()
	if got := fmt.Sprint(v["customer_name"], v["accounts"], v["people"]); got != "Halvorn[map[account:main name:Main number:"+otherIBAN+" orders:2 required:10 total:map[currency:EUR value:13.25]]] [map[name:karin user:karin] map[name:paula user:paula]]" {
		t.Errorf("the standing tells %s", got)
	}
	if w := o.ask("paula", "GET", "/api/v1/package/"+id+"/warning", nil).is(200).object(); w["refusal"].(map[string]any)["code"] != "entered_it" {
		t.Errorf("who entered it is told %v", w)
	}
	if w := o.ask("karin", "GET", "/api/v1/package/"+id+"/warning", nil).is(200).object(); w["refusal"] != nil || w["verdict"].(map[string]any)["accepted"] != true {
		t.Errorf("who would complete it is told %v", w)
	}

	const people = "/api/v1/customer/halvorn/people"
	o.make("otto", "job", "mayor", of(map[string]any{"name": "Mayor"}))
	if got := fmt.Sprint(o.ask("otto", "GET", people, nil).is(200).object()["people"]); got != "[map[lacks_job:true name:karin stands:true user:karin]]" {
		t.Errorf("the customer's people are %s", got)
	}
	o.make("otto", "user_job", "karin-mayor", of(map[string]any{"user": "karin", "job": "mayor"}))
	if got := fmt.Sprint(o.ask("otto", "GET", people, nil).is(200).object()["people"]); got != "[map[lacks_job:false name:karin stands:true user:karin]]" {
		t.Errorf("with a job they are %s", got)
	}
	if got := fmt.Sprint(o.ask("karin", "GET", people, nil).is(200).object()["people"]); got != "[]" {
		t.Errorf("who may see neither jobs nor signatories is told %s", got)
	}
}
