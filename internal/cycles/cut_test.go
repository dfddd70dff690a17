package cycles

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyFile draws a file without faults of form.
func anyFile(t *rapid.T) string {
	cell := rapid.SampledFrom([]string{"1", "A", "12.50", "a,b", "say \"no\"", "two\nlines", "é漢", ""})
	text := "reference,payer,payee,currency,amount\n"
	for range rapid.IntRange(1, 6).Draw(t, "rows") {
		var cells []string
		for range columns {
			cells = append(cells, `"`+strings.ReplaceAll(cell.Draw(t, "cell"), `"`, `""`)+`"`)
		}
		text += strings.Join(cells, ",") + "\n"
	}
	return text
}

// read is what an import makes of the form of a file, before it looks at cells.
func readForm(m *ImportInvoices) ([]line, error) {
	lines, faults, err := form.Read(m.CSV)
	if err == nil {
		err = m.refuse(lines, nil, faults)
	}
	return lines, err
}

func TestAFileCutOffAnywhereButAtALineEndIsNeverTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyFile(t)
		whole, err := readForm(&ImportInvoices{File: "f", CSV: text})
		if err != nil {
			t.Fatal(err)
		}
		rows := len(whole)
		cut := text[:rapid.IntRange(0, len(text)-1).Draw(t, "cut")]
		lines, err := readForm(&ImportInvoices{File: "f", CSV: cut})
		if err == nil && fmt.Sprint(lines) != fmt.Sprint(whole[:len(lines)]) {
			t.Fatalf("%q is taken as %v", cut, lines)
		}
		if lines, err := readForm(&ImportInvoices{File: "f", CSV: cut, ControlRows: &rows}); err == nil {
			t.Fatalf("%q is taken as %v in spite of its control value", cut, lines)
		}
	})
}

func FuzzReadCSV(f *testing.F) {
	f.Add("reference,payer,payee,currency,amount\n1,A,B,EUR,1\n")
	f.Add("\ufeffamount,currency,payee,payer,reference,due_date\r\n1,\"E\nUR\",B,A,1,\r\n\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines, faults, err := form.Read(text)
		if err != nil {
			if code := fmt.Sprint(err); !strings.Contains(code, " at csv: ") {
				t.Fatalf("%q: %v is no fault of the file", text, err)
			}
			return
		}
		bad := 0
		for _, l := range lines {
			if l.Cell == nil {
				bad++
			}
		}
		if bad != len(faults) || len(lines) > strings.Count(text, "\n")+1 {
			t.Fatalf("%q: %d lines, %d of them without cells, %d faults", text, len(lines), bad, len(faults))
		}
	})
}
