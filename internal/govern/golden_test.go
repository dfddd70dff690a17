package govern

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/money"
)

var update = flag.Bool("update", false, "write the golden files anew; their formats are fixed, so a difference is a new format")

// specimen has a column of every kind.
type specimen struct {
	Meta
	Name   string        `json:"name" db:"name" audit:"show"`
	Count  int64         `json:"count" db:"count" audit:"show"`
	Live   bool          `json:"live" db:"live" audit:"show"`
	At     Time          `json:"at" db:"at" audit:"show"`
	Sum    money.Money   `json:"sum" db:"sum_minor,sum_currency" audit:"show"`
	Rate   money.Decimal `json:"rate" db:"rate" audit:"show"`
	List   []string      `json:"list" db:"list" audit:"show"`
	Key    secret.Sealed `json:"key" db:"key" audit:"mask"`
	Digest string        `json:"digest" db:"digest" audit:"derived"`
}

var specimens = Declare(Table[specimen]{Name: "specimen"})

func someSpecimen(t *testing.T) *specimen {
	t.Helper()
	rate, err := money.ParseDecimal("1.170")
	if err != nil {
		t.Fatal(err)
	}
	return &specimen{
		Meta: Meta{ID: "s1", Version: 4}, Name: "<Ä> \"quoted\" \\ \n\t\x01\u2028 €", Count: 9007199254740993, Live: true, At: 1767225600000001,
		Sum: money.Money{Minor: -120450, Currency: "EUR"}, Rate: rate, List: []string{"b", "<a>"}, Key: "sealed:1:AAAA", Digest: "d",
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is a fixed format:\n%s", name, diff)
	}
}

func TestTheCanonicalImageOfARowIsFixed(t *testing.T) {
	image, err := specimens.def.image(someSpecimen(t))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "image.json", image)
	back, err := specimens.def.decode(image, "s1", 4)
	if err != nil {
		t.Fatal(err)
	}
	again, err := specimens.def.image(back)
	if err != nil || string(again) != string(image) {
		t.Errorf("read and written again it is %s, %v", again, err)
	}
}

func TestTheLogMasksSecretsAndLeavesDerivedColumnsOut(t *testing.T) {
	before, after := someSpecimen(t), someSpecimen(t)
	after.Key, after.Digest, after.Count = "sealed:1:BBBB", "e", 7
	rc := specimens.Update(before, after)
	if err := rc.encode(); err != nil {
		t.Fatal(err)
	}
	full, was, err := specimens.def.auditImages(&rc)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "audit_after.json", full)
	golden(t, "audit_was.json", was)
}

func TestTheStoredFormOfAPendingChangeIsFixed(t *testing.T) {
	before, after := someSpecimen(t), someSpecimen(t)
	after.Name = "changed"
	rc := specimens.Update(before, after)
	if err := rc.encode(); err != nil {
		t.Fatal(err)
	}
	text, err := marshal(&Body{
		Format: 1, Installation: "countersign.local/test", ID: "c1", Command: "specimen.update", Maker: "eva", Reason: "a <reason>", Ticket: "OPS-142",
		MadeAt: 1767225600000001, Record: Ref{"specimen", "s1"}, Targets: []access.Target{{Unit: "london", Records: []access.Record{{Table: "specimen", ID: "s1"}}}},
		Rows: []RowChange{rc}, Reads: []Read{{Table: "specimen", ID: "s1", Version: 4}}, Outbox: []Message{{Kind: "tell", Subject: "s1"}},
		Facts: []audit.Fact{{Name: "file", Value: "a.csv"}}, Rules: []json.RawMessage{json.RawMessage(`{"id":"r1"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "change.json", text)
	golden(t, "change.sha256", []byte(hexSum(string(text))))
}

func TestNULAndBrokenUTF8AreRefusedWithTheirField(t *testing.T) {
	for code, name := range map[string]string{"nul": "a\x00b", "not_utf8": "a\xffb"} {
		s := someSpecimen(t)
		s.Name = name
		_, err := specimens.def.image(s)
		if err == nil || err.Error()[:len(code)] != code {
			t.Errorf("%q gave %v, want %s at name", name, err, code)
		}
	}
}
