package sheets_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/sheets"
)

// texts are those that spreadsheets could take for something else.
var texts = rapid.Custom(func(t *rapid.T) string {
	begin := rapid.SampledFrom([]string{"", "=", "+", "-", "@", "\t", "\r", "\r\n", "\n", "'", "''", "'=", "_x000D_", "\x01", "<&>"}).Draw(t, "begin")
	return begin + rapid.String().Draw(t, "rest")
})

func TestNoCellIsTakenForAFormulaAndEachComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		cell := sheets.Neutral(text)
		if cell != "" && strings.IndexByte("=+-@\t\r\n", cell[0]) >= 0 {
			t.Fatalf("%q is a formula", cell)
		}
		if back := sheets.Plain(cell); back != text {
			t.Fatalf("%q comes back as %q", text, back)
		}
	})
}

func TestACSVFileComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(texts, 3, 3), 1, 5).Draw(t, "rows")
		var out bytes.Buffer
		s := sheets.CSV(&out)
		write(t, s, rows)
		for i := range rows {
			for j := range rows[i] { // RFC 4180 as Go reads it has a line's end
				rows[i][j] = strings.ReplaceAll(rows[i][j], "\r\n", "\n")
			}
		}
		back, err := sheets.ReadCSV(out.Bytes())
		if diff := cmp.Diff(rows, back); err != nil || diff != "" {
			t.Fatalf("%v (-written +read):\n%s", err, diff)
		}
	})
}

// TestAWorkbookIsReadBySpreadsheets reads it with a library that others wrote.
func TestAWorkbookIsReadBySpreadsheets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(texts, 30, 30), 1, 3).Draw(t, "rows")
		for i := range rows {
			rows[i][29] = "end" // rows are read as far as they are filled
		}
		var out bytes.Buffer
		write(t, sheets.XLSX(&out, "Log"), rows)
		f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		back, err := f.GetRows("Log")
		if err != nil {
			t.Fatal(err)
		}
		for i := range back {
			for j := range back[i] {
				back[i][j] = sheets.Plain(back[i][j])
			}
		}
		if diff := cmp.Diff(rows, back); diff != "" {
			t.Fatalf("(-written +read):\n%s", diff)
		}
	})
}

func TestATextTooLongForACellSaysSo(t *testing.T) {
	var out bytes.Buffer
	write(t, sheets.XLSX(&out, "Log"), [][]string{{strings.Repeat("ä", 40_000)}})
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got, err := f.GetCellValue("Log", "A1"); err != nil || !strings.HasSuffix(got, "(40000 characters in all)") || !strings.HasPrefix(got, "äää") {
		t.Errorf("it is %.20q…, %v", got, err)
	}
}

func TestAFullWorksheetGoesOnInTheNext(t *testing.T) {
	if testing.Short() {
		t.Skip("it writes a million rows")
	}
	var out bytes.Buffer
	s := sheets.XLSX(&out, "Log")
	rows := [][]string{{"head"}}
	for range 1 << 20 {
		rows = append(rows, []string{"x"})
	}
	write(t, s, rows)
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got, err := f.GetRows("Log 2"); err != nil || cmp.Diff([][]string{{"head"}, {"x"}}, got) != "" {
		t.Errorf("the second holds %v, %v", got, err)
	}
}

func TestAFileThatIsNotCSVIsRefusedWithItsLine(t *testing.T) {
	_, err := sheets.ReadCSV([]byte("a;b\n1;2\n\"3;4\n"))
	if fault.Code(err) != "bad_csv" || !strings.Contains(err.Error(), "ine 3") {
		t.Errorf("it is %v", err)
	}
	if rows, err := sheets.ReadCSV([]byte("\ufeffa;b\r\n'-1;2\r\n")); err != nil || cmp.Diff([][]string{{"a", "b"}, {"-1", "2"}}, rows) != "" {
		t.Errorf("semicolons give %q, %v", rows, err)
	}
}

func write(t interface{ Fatal(...any) }, s sheets.Sheet, rows [][]string) {
	for _, row := range rows {
		if err := s.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
