package httpapi_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/httpapi"
	"github.com/countersign/countersign/internal/sheets"
)

// exported asks until the newest entry wanted is signed.
func (o *office) exported(user, query, has string) []byte {
	o.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		got := o.ask(user, "GET", "/api/v1/audit/result?"+query, nil).is(200)
		if bytes.Contains(got.body, []byte(has)) {
			return got.body
		}
		if time.Now().After(deadline) {
			o.t.Fatalf("%s never holds %s: %s", query, has, got.body)
		}
	}
}

func TestWhatASearchFindsIsExportedInThreeForms(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		unitsOffice(o)
		o.make(ada, "unit", "formula", map[string]any{"name": "=HYPERLINK(\"x\")", "parent": "london"})
		lines := bytes.Split(bytes.TrimSpace(o.exported(ada, "format=jsonl&table=unit&outcome=applied", "HYPERLINK")), []byte("\n"))
		if len(lines) != 4 {
			t.Fatalf("%d entries of units are exported, not 4", len(lines))
		}
		for _, line := range lines {
			var e httpapi.EvidenceLine
			if err := json.Unmarshal(line, &e); err != nil {
				t.Fatal(err)
			}
			if leaf := tlog.RecordHash(append(e.Header, e.Sealed...)); !bytes.Equal(leaf[:], e.Leaf) || !strings.HasPrefix(e.Proof, "c2sp.org/tlog-proof@v1\n") || e.Event.Action != "unit.insert" {
				t.Errorf("entry %d is %+v with the proof %s", e.Seq, e.Event, e.Proof)
			}
		}

		table, err := sheets.ReadCSV(o.exported(ada, "format=csv&table=unit&record=formula", "HYPERLINK"))
		if err != nil {
			t.Fatal(err)
		}
		at := func(line int, column string) string {
			for i, name := range table[0] {
				if name == column {
					return table[line][i]
				}
			}
			t.Fatalf("there is no column %s", column)
			return ""
		}
		var fields []string
		for i := range table[1:] {
			fields = append(fields, at(i+1, "field")+"="+at(i+1, "new"))
			if at(i+1, "record") != "formula" || at(i+1, "acting_name") != "Ada" || len(at(i+1, "leaf")) != 64 || (at(i+1, "proof") == "") != (i > 0) {
				t.Errorf("the line is %q", table[i+1])
			}
		}
		if diff := cmp.Diff([]string{"name==HYPERLINK(\"x\")", "parent=london"}, fields); diff != "" {
			t.Error(diff)
		}

		f, err := excelize.OpenReader(bytes.NewReader(o.exported(ada, "format=xlsx&table=unit&record=formula", "xl/workbook.xml")))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		rows, err := f.GetRows("Audit log")
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			for j := range rows[i] {
				rows[i][j] = sheets.Plain(rows[i][j])
			}
		}
		for i := range table { // each export has the newest checkpoint in its proof
			table[i] = table[i][:len(table[i])-1]
			rows[i] = rows[i][:len(table[i])]
		}
		if diff := cmp.Diff(table, rows); diff != "" {
			t.Errorf("(-csv +xlsx):\n%s", diff)
		}
		if logged := o.ask(ada, "GET", "/api/v1/audit?action=audit.export&value=xlsx", nil).is(200).items(); len(logged) != 1 {
			t.Errorf("the export is logged %d times", len(logged))
		}
		o.ask(ada, "GET", "/api/v1/audit/result?format=pdf", nil).refused(422, "bad_value").at("format")
		o.ask(ada, "GET", "/api/v1/audit/result", nil).refused(422, "missing_parameter").at("format")
	})
}

func TestWhoMayExportTheLogOfAUnitExportsItsEntriesAlone(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		unitsOffice(o)
		for _, format := range []string{"jsonl", "csv"} {
			body := string(o.exported("eva", "format="+format, "Zwiebelfisch of london"))
			if strings.Contains(body, "ienna") {
				t.Errorf("eva is told of vienna: %s", body)
			}
		}
		o.hire("otto", "vienna", "audit.view")
		o.ask("otto", "GET", "/api/v1/audit/result?format=csv", nil).refused(403, "denied")
	})
}

func TestNoSecretLeavesWithAnExportOfTheLog(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		key, host := clientKey(t)
		canary := strings.Split(key, "\n")[2]
		o.hire("dora", "", "channel.insert", "channel.view")
		row := map[string]any{"name": "Hausbank", "bic": "COBADEFFXXX", "kind": "sftp", "host": "sftp.example.com", "port": 22, "user": "acme", "private_key": key, "host_keys": host, "mode": "read_back"}
		o.make("dora", "channel", "drop", row)
		for _, format := range []string{"jsonl", "csv"} {
			body := o.exported(ada, "format="+format+"&table=channel", "sftp.example.com")
			for _, form := range []string{canary, base64.StdEncoding.EncodeToString([]byte(canary))} {
				if bytes.Contains(body, []byte(form)) {
					t.Errorf("the %s holds the secret", format)
				}
			}
			if !bytes.Contains(body, []byte("masked")) || bytes.Contains(body, []byte("sealed:")) {
				t.Errorf("the %s does not say that there is a secret: %s", format, body)
			}
		}
	})
}
