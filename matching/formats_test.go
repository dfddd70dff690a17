package matching

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// The same rows are written in every format by other people's programs, and
// come to the same result files.

type dialect struct {
	name, ending string
	settings     func(c *Config)
	write        func(t rapid.TB, table Table) []byte
}

func csvOf(table Table, delimiter, quote, escape string) []byte {
	var b bytes.Buffer
	for _, row := range append([][]string{table.Columns}, table.Rows...) {
		for i, field := range row {
			if i > 0 {
				b.WriteString(delimiter)
			}
			switch {
			case quote == "none":
				b.WriteString(strings.NewReplacer(escape, escape+escape, delimiter, escape+delimiter, "\n", escape+"\n", "\r", escape+"\r").Replace(field))
			case escape == "":
				b.WriteString(quote + strings.ReplaceAll(field, quote, quote+quote) + quote)
			default:
				b.WriteString(quote + strings.NewReplacer(escape, escape+escape, quote, escape+quote).Replace(field) + quote)
			}
		}
		b.WriteString("\r\n")
	}
	return b.Bytes()
}

func encoded(e encoding.Encoding) func(rapid.TB, Table) []byte {
	return func(t rapid.TB, table Table) []byte {
		text, err := e.NewEncoder().Bytes(csvOf(table, ",", `"`, ""))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
}

func xlsxOf(t rapid.TB, table Table) []byte {
	f := excelize.NewFile()
	for r, row := range append([][]string{table.Columns}, table.Rows...) {
		for c, text := range row {
			cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
			if err := f.SetCellStr("Sheet1", cell, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type parquetLine struct {
	K1     string `parquet:"k1,dict"`
	K2     string `parquet:"k2,zstd"`
	Amount string `parquet:"amount,snappy"`
	Date   string `parquet:"date,optional,delta"`
}

func parquetOf(t rapid.TB, table Table) []byte {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[parquetLine](&b, parquet.MaxRowsPerRowGroup(7), parquet.PageBufferSize(100))
	for _, row := range table.Rows {
		if _, err := w.Write([]parquetLine{{row[0], row[1], row[2], row[3]}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func fixedOf(_ rapid.TB, table Table) []byte {
	var b bytes.Buffer
	for _, row := range table.Rows {
		for _, field := range row {
			b.WriteString(field + strings.Repeat(" ", 12-len([]rune(field))))
		}
		b.WriteString("\r\n")
	}
	return b.Bytes()
}

var dialects = []dialect{
	{"semicolons", ".csv", func(c *Config) { c.Delimiter = Both(";") }, func(_ rapid.TB, table Table) []byte { return csvOf(table, ";", `"`, "") }},
	{"two bars", ".csv", func(c *Config) { c.Delimiter = Both("||") }, func(_ rapid.TB, table Table) []byte { return csvOf(table, "||", `"`, "") }},
	{"tabs", ".tsv", func(*Config) {}, func(_ rapid.TB, table Table) []byte { return csvOf(table, "\t", `"`, "") }},
	{"single quotes", ".csv", func(c *Config) { c.Quote = Both("'") }, func(_ rapid.TB, table Table) []byte { return csvOf(table, ",", "'", "") }},
	{"backslashes", ".csv", func(c *Config) { c.Escape = Both(`\`) }, func(_ rapid.TB, table Table) []byte { return csvOf(table, ",", `"`, `\`) }},
	{"no quotes", ".csv", func(c *Config) { c.Quote, c.Escape = Both("none"), Both(`\`) }, func(_ rapid.TB, table Table) []byte { return csvOf(table, ",", "none", `\`) }},
	{"latin-1", ".txt", func(c *Config) { c.Encoding = Both("latin-1") }, encoded(charmap.ISO8859_1)},
	{"windows-1252", ".txt", func(c *Config) { c.Encoding = Both("windows-1252") }, encoded(charmap.Windows1252)},
	{"utf-16", ".txt", func(*Config) {}, encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))},
	{"utf-16 the other way", ".txt", func(c *Config) { c.Encoding = Both("utf-16") }, encoded(unicode.UTF16(unicode.BigEndian, unicode.UseBOM))},
	{"xlsx", ".xlsx", func(*Config) {}, xlsxOf},
	{"no header row", ".csv", headless, bare(func(_ rapid.TB, table Table) []byte { return csvOf(table, ",", `"`, "") })},
	{"no header row, semicolons", ".csv", func(c *Config) { headless(c); c.Delimiter = Both(";") }, bare(func(_ rapid.TB, table Table) []byte { return csvOf(table, ";", `"`, "") })},
	{"no header row, utf-16", ".txt", headless, bare(encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)))},
	{"no header row, xlsx", ".xlsx", headless, bare(xlsxOf)},
	{"parquet", ".parquet", func(*Config) {}, parquetOf},
}

func headless(c *Config) {
	for i := range c.Header {
		c.Header[i] = []string{"k1", "k2", "amount", "date"}
	}
}

// bare writes a table without its header row.
func bare(write func(rapid.TB, Table) []byte) func(rapid.TB, Table) []byte {
	return func(t rapid.TB, table Table) []byte {
		if len(table.Rows) == 0 {
			return write(t, Table{})[:0] // an empty file
		}
		return write(t, Table{Columns: table.Rows[0], Rows: table.Rows[1:]})
	}
}

var byWidth = dialect{"fixed", ".txt", func(c *Config) {
	c.Format = Both("fixed")
	for i := range c.Columns {
		c.Columns[i] = []FixedColumn{{"k1", 1, 12}, {"k2", 13, 24}, {"amount", 25, 36}, {"date", 37, 48}}
	}
}, fixedOf}

// files gives the result files of two tables that are written in one way.
func (s dialect) files(t rapid.TB, folder string, c Config, tables [2]Table) map[string]string {
	t.Helper()
	s.settings(&c)
	var paths [2]string
	for i, table := range tables {
		paths[i] = filepath.Join(folder, sideName(i)+s.ending)
		if err := os.WriteFile(paths[i], s.write(t, table), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(folder, "out")
	if _, err := Run(context.Background(), c, paths[0], paths[1], out, nil); err != nil {
		t.Fatal(s.name, err)
	}
	files := map[string]string{}
	for _, name := range resultFiles {
		text, err := os.ReadFile(filepath.Join(out, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		files[name] = string(text)
	}
	return files
}

func drawWritten(t *rapid.T, name, letters string) Table {
	row := rapid.Custom(func(t *rapid.T) []string {
		return []string{
			rapid.SampledFrom([]string{"a", "b", "c", "Müller", ""}).Draw(t, "k1"), rapid.StringOfN(rapid.RuneFrom([]rune(letters)), 0, 4, -1).Draw(t, "k2"),
			rapid.SampledFrom([]string{"1", "1.01", "-2", "x"}).Draw(t, "amount"), rapid.SampledFrom([]string{"2024-01-01", "2024-01-02", ""}).Draw(t, "date"),
		}
	})
	return Table{name, []string{"k1", "k2", "amount", "date"}, rapid.SliceOfN(row, 1, 30).Draw(t, name)}
}

func TestEveryFormatComesToTheSameFiles(t *testing.T) {
	t.Parallel()
	plain := dialect{"plain", ".csv", func(*Config) {}, func(_ rapid.TB, table Table) []byte { return csvOf(table, ",", `"`, "") }}
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		c := Config{Keys: []Sides{Both("k1")}, Amount: Both("amount"), AmountTolerance: "0.01", Date: Both("date")}
		s := rapid.SampledFrom(dialects).Draw(t, "dialect")
		letters := "ab,;'\"\\|\n ü"
		if s.name == "xlsx" {
			letters = "ab,;'\"\\|\nü€" // rows without any text are none
		}
		tables := [2]Table{drawWritten(t, "left", letters), drawWritten(t, "right", letters)}
		if d := cmp.Diff(plain.files(t, folder, c, tables), s.files(t, folder, c, tables)); d != "" {
			t.Fatal(s.name, d)
		}
		narrow := [2]Table{drawWritten(t, "narrow left", "ab,;'\"\\|ü"), drawWritten(t, "narrow right", "ab€")}
		if d := cmp.Diff(plain.files(t, folder, c, narrow), byWidth.files(t, folder, c, narrow)); d != "" {
			t.Fatal(byWidth.name, d)
		}
	})
	if left, _ := filepath.Glob(filepath.Join(folder, ".*")); len(left) > 0 {
		t.Fatal("something is left:", left)
	}
}

func TestAFormatIsReadFromAReaderToo(t *testing.T) {
	table := manyRows(30_000)[0] // several batches
	for i := range table.Rows {
		table.Rows[i] = table.Rows[i][:4]
	}
	table.Columns = table.Columns[:4]
	c := Config{Keys: []Sides{Both("k1")}, Amount: Both("amount"), Date: Both("date")}
	want := matchTables(t, c, table, table)
	for _, s := range []dialect{dialects[1], dialects[11], byWidth} {
		c := c
		s.settings(&c)
		file := s.write(t, table)
		open := func() Source { return File("f"+s.ending, bytes.NewReader(file), int64(len(file))) }
		r, err := Match(context.Background(), c, open(), open())
		if err != nil {
			t.Fatal(s.name, err)
		}
		if d := cmp.Diff(want, outcomeOf(r)); d != "" {
			t.Fatal(s.name, d)
		}
	}
}

func TestSpreadsheetsGiveNumbersAndDatesAsTheyShowThem(t *testing.T) {
	f := excelize.NewFile()
	style := func(format string) int {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	put := func(cell string, value any, format string) {
		err := f.SetCellValue("Sheet1", cell, value)
		if format != "" {
			err = errors.Join(err, f.SetCellStyle("Sheet1", cell, cell, style(format)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, row := range []struct {
		value        any
		format, want string
	}{
		{0.1 + 0.2, "", "0.3"},
		{1234.5599999999999, "#,##0.00", "1234.56"},
		{-1e-7, "", "-0.0000001"},
		{1.5e21, "", "1500000000000000000000"},
		{123456789012345678, "", "123456789012346000"},
		{0.99999999999999999, "", "1"},
		{45382, "yyyy-mm-dd", "2024-03-31"},
		{45382, `dd\.mm\.yy;@`, "2024-03-31"},
		{45382.75, "m/d/yy h:mm", "2024-03-31 18:00:00"},
		{0.5, "hh:mm:ss", "12:00:00"},
		{45382, `"d"0`, "45382"},
		{1, "d", "1900-01-01"},
		{59, "d", "1900-02-28"},
		{60, "d", "60"},
		{61, "d", "1900-03-01"},
		{2958465, "d", "9999-12-31"},
		{"1E5", "", "1E5"},
		{"0.30000000000000004", "", "0.30000000000000004"},
		{"0012", "", "0012"},
		{true, "", "TRUE"},
	} {
		put(fmt.Sprint("A", i+2), row.value, row.format)
		put(fmt.Sprint("B", i+2), row.want, "")
	}
	put("A1", "got", "")
	put("B1", "want", "")
	var file bytes.Buffer
	if err := f.Write(&file); err != nil {
		t.Fatal(err)
	}
	// Both columns are a key, so that rows are joined to themselves if they agree.
	source := func() Source { return File("f.xlsx", bytes.NewReader(file.Bytes()), int64(file.Len())) }
	r, err := Match(context.Background(), Config{Keys: []Sides{{"got", "want"}, {"want", "want"}}}, source(), source())
	if err != nil {
		t.Fatal(err)
	}
	for row := range r.UnmatchedLeft() {
		t.Error("row", row+2, "is read otherwise")
	}
	if r.Summary.Left != 20 {
		t.Fatal(r.Summary)
	}
}

func TestASheetIsFoundByItsName(t *testing.T) {
	f := excelize.NewFile()
	_, err := f.NewSheet("März")
	for _, row := range [][2]string{{"A3", "ref"}, {"A5", "x"}} {
		err = errors.Join(err, f.SetCellStr("März", row[0], row[1]))
	}
	var file bytes.Buffer
	if err := errors.Join(err, f.Write(&file)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"März": "", "": "f: the sheet holds no header row", "May": `f: it has no sheet "May", but Sheet1, März`} {
		c := Config{Keys: []Sides{Both("ref")}, Format: Both("xlsx"), Sheet: Both(name)}
		r, err := Match(context.Background(), c, File("f", bytes.NewReader(file.Bytes()), int64(file.Len())), Table{"t", []string{"ref"}, [][]string{{"x"}}})
		if want == "" && (err != nil || r.Summary.Exact != 1) || want != "" && (err == nil || err.Error() != want) {
			t.Error(name, err, r)
		}
	}
}
