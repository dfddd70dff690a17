package httpapi_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"mime/multipart"
	"strings"
	"testing"
)

// form makes a multipart body of named files and its type.
func form(t *testing.T, parts ...[3]string) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		part, err := w.CreateFormFile(p[0], p[1])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(p[2])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

const (
	leftCSV  = "ref,amount\na,1.00\nb,2.00\n"
	rightCSV = "ref,amount\na,1.00\nc,3.00\n"
	runPath  = "/api/v1/recon/process/cash/run"
)

func TestTwoUploadedFilesAreCompared(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("lena", "", "process.view", "process.insert", "process.run", "run.view", "exception.view")
		o.hire("eva", "", "process.view")
		o.make("lena", "process", "cash", map[string]any{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "configuration": "keys: ref\namount: amount\n", "on_inconsistency": "warn"})
		body, kind := form(t, [3]string{"left", "l.csv", leftCSV}, [3]string{"right", "r.csv", rightCSV})
		o.ask("eva", "POST", runPath, body, "Content-Type", kind).refused(403, "denied")
		if would := o.ask("lena", "POST", runPath+"?dry_run=true", body, "Content-Type", kind).is(200); would.text("state") != "planned" {
			t.Errorf("the dry run says %s", would.body)
		}
		if n := o.count(`SELECT count(*) FROM run`); n != 0 {
			t.Errorf("a dry run recorded %d runs", n)
		}
		o.ask("lena", "POST", runPath, body, "Content-Type", kind).is(200)
		runs := o.ask("lena", "GET", "/api/v1/run?filter=process=cash", nil).is(200).items()
		if len(runs) != 1 || runs[0]["matched"] != 1.0 || runs[0]["unmatched_left"] != 1.0 || runs[0]["unmatched_right"] != 1.0 {
			t.Errorf("the runs are %v", runs)
		}
		if open := o.ask("lena", "GET", "/api/v1/exception", nil).is(200).items(); len(open) != 2 {
			t.Errorf("the exceptions are %v", open)
		}
		as := func(name, text string) map[string]any {
			return map[string]any{"name": name, "content": base64.StdEncoding.EncodeToString([]byte(text))}
		}
		o.ask("lena", "POST", runPath, map[string]any{"left": as("l2.csv", leftCSV+"d,4.00\n"), "right": as("r.csv", rightCSV)}).is(200)
		if n := o.count(`SELECT count(*) FROM run`); n != 2 {
			t.Errorf("%d runs stand there, want 2", n)
		}
		for field, parts := range map[string][][3]string{
			"right":  {{"left", "l.csv", leftCSV}},
			"left":   {{"left", "l.csv", "other\n1\n"}, {"right", "r.csv", rightCSV}},
			"middle": {{"left", "l.csv", leftCSV}, {"middle", "m.csv", leftCSV}},
		} {
			body, kind := form(t, parts...)
			if got := o.ask("lena", "POST", runPath, body, "Content-Type", kind).is(422); !strings.HasPrefix(got.text("field"), field) {
				t.Errorf("without a good %s: %s", field, got.body)
			}
		}
	})
}

func TestASignatorySeesFileVerdictAndWarning(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		bank(t, o)
		o.hire("otto", "", "customer.insert", "account.insert", "account_signatory.insert")
		o.hire("paula", "", "package.create", "package.submit", "package.view", "bank_instruction.view", "account.view")
		o.hire("karin", "", "package.view", "package.sign")
		o.make("otto", "customer", "halvorn", map[string]any{"name": "Halvorn", "unit": "group"})
		o.make("otto", "account", "main", map[string]any{"customer": "halvorn", "unit": "group", "name": "Main", "iban": otherIBAN, "bic": "COBADEFF", "currency": "EUR"})
		o.make("otto", "account_signatory", "karin-main", map[string]any{"customer": "halvorn", "unit": "group", "account": "main", "user": "karin", "points": 10})
		order := map[string]any{
			"account": "main", "bank_instruction": "acme", "amount": map[string]any{"currency": "EUR", "value": "12.50"},
			"execution_date": "2039-06-30", "end_to_end_id": "E-1",
		}
		made := o.ask("paula", "POST", "/api/v1/payments/package/new/create", map[string]any{"code": "P-1", "customer": "halvorn", "kind": "third_party", "orders": []any{order}}).is(200)
		id := made.object()["records"].([]any)[0].(map[string]any)["id"].(string)
		path := "/api/v1/package/" + id
		o.ask("paula", "POST", "/api/v1/payments/package/"+id+"/submit", nil).is(200)
		file := o.ask("karin", "GET", path+"/file", nil).is(200)
		sum := sha256.Sum256(file.body)
		digest := o.ask("karin", "GET", path, nil).is(200).text("digest")
		if digest != hex.EncodeToString(sum[:]) || file.header.Get("Repr-Digest") != "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":" || !strings.Contains(string(file.body), "<InstdAmt Ccy=\"EUR\">12.50</InstdAmt>") {
			t.Errorf("the file is not what is signed: %s", file.body)
		}
		if v := o.ask("karin", "GET", path+"/verdict", nil).is(200).object(); v["verdict"].(map[string]any)["accepted"] != false || len(v["completions"].([]any)) != 1 {
			t.Errorf("the verdict is %v", v)
		}
		if w := o.ask("karin", "GET", path+"/warning", nil).is(200).object(); w["lowers"] != false {
			t.Errorf("the warning is %v", w)
		}
		o.ask("eva", "GET", path+"/file", nil).refused(403, "denied")
		o.ask("karin", "GET", "/api/v1/package/none/verdict", nil).refused(404, "not_found")
		o.ask("karin", "POST", "/api/v1/payments/package/"+id+"/sign", map[string]any{"digest": digest, "jest": 1}).refused(422, "unknown_field").at("jest")
		o.ask("karin", "POST", "/api/v1/payments/package/"+id+"/sign", map[string]any{}).refused(422, "missing_field").at("digest")
		o.ask("karin", "POST", "/api/v1/payments/package/"+id+"/sign", map[string]any{"digest": digest}).is(200)
		if v := o.ask("karin", "GET", path+"/verdict", nil).is(200).object(); v["verdict"].(map[string]any)["accepted"] != true {
			t.Errorf("signed, the verdict is %v", v)
		}
		if logged := o.ask(ada, "GET", "/api/v1/audit?action=package.download", nil).is(200).items(); len(logged) != 1 {
			t.Errorf("the download was logged %d times", len(logged))
		}
	})
}
