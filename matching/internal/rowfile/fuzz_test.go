package rowfile

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// drain reads a file to its end. Whatever the bytes, it ends with rows or a
// refusal that says what is wrong.
func drain(t *testing.T, f Form, file []byte) (rows [][]string, err error) {
	f.Date = func(year, month, day int) string { return fmt.Sprintf("%04d-%02d-%02d", year, month, day) }
	r, err := Open(f, bytes.NewReader(file), int64(len(file)))
	for err == nil {
		var row [][]byte
		if row, err = r.Next(); err != nil {
			break
		}
		var texts []string
		for _, field := range row {
			texts = append(texts, string(field))
		}
		if rows = append(rows, texts); r.Done() < 0 || r.Done() > int64(len(file)) {
			t.Fatal("it read", r.Done(), "of", len(file))
		}
	}
	if r != nil {
		r.Close()
	}
	var refused *Error
	if !errors.Is(err, io.EOF) && (!errors.As(err, &refused) || refused.Code == "" || refused.Detail == "") {
		t.Fatalf("%#v", err)
	}
	return rows, err
}

func FuzzDelimited(f *testing.F) {
	for _, s := range []string{"a;b\n1;2\n", "a||b\r\n'1'''||'\n'\r\n\n3", "\xff\xfea\x00\n\x00", "\xfe\xff\xd8\x00", "a\\;b\n", "\xef\xbb\xbfa\n'b"} {
		f.Add([]byte(s), ";", uint8('"'), uint8('\\'), uint8(0))
		f.Add([]byte(s), "||", uint8('\''), uint8(0), uint8(2))
	}
	f.Fuzz(func(t *testing.T, file []byte, delimiter string, quote, escape, encoding uint8) {
		if delimiter == "" || len(delimiter) > 16 {
			return
		}
		form := Form{Format: CSV, Delimiter: delimiter, Quote: quote, Escape: escape, Encoding: append([]string{""}, Encodings...)[int(encoding)%(1+len(Encodings))]}
		rows, _ := drain(t, form, file)
		for _, field := range slices.Concat(rows...) {
			if form.Encoding != "" && form.Encoding != "utf-8" && quote < 0x80 && escape < 0x80 && utf8.ValidString(delimiter) && !utf8.ValidString(field) {
				t.Fatalf("%q is no text", field)
			}
		}
	})
}

func FuzzFixed(f *testing.F) {
	f.Add([]byte("abcdef\nabü\n"), 3, 4)
	f.Add([]byte("\xff\xfea\x00"), 1, 0)
	f.Fuzz(func(t *testing.T, file []byte, first, second int) {
		if first < 1 || first > 1000 || second != 0 && (second <= first || second > 1000) {
			return
		}
		rows, _ := drain(t, Form{Format: Fixed, Columns: []Column{{"a", 1, first}, {"b", first + 1, second}}}, file)
		for _, row := range rows {
			if len(row) > 2 || len(row) == 0 {
				t.Fatal(row)
			}
		}
	})
}

func FuzzSheet(f *testing.F) {
	const head = `<worksheet><sheetData><row><c t="inlineStr"><is><t>ref</t></is></c></row>`
	for _, s := range []string{
		head + `<row r="2"><c r="B2" s="1"><v>45382.5</v></c><c r="C2" t="s"><v>0</v></c></row></sheetData></worksheet>`,
		head + `<row><c t="b"><f>1</f><v>1</v></c><c t="e"><v>#N/A</v></c><c><v>-1.5E-7</v></c></row></sheetData></worksheet>`,
	} {
		f.Add(s, `<sst><si><r><t>a</t></r><rPh><t>x</t></rPh></si></sst>`, `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yy [h]"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`)
	}
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		drain(t, Form{Format: XLSX}, workbookOf(t, sheet, texts, styles))
	})
}

// workbookOf is an XLSX of one sheet.
func workbookOf(t *testing.T, sheet, texts, styles string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"xl/workbook.xml", `<workbook><sheets><sheet id="1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<r><Relationship Id="1" Target="s.xml"/></r>`},
		{"xl/s.xml", sheet},
		{"xl/sharedStrings.xml", texts},
		{"xl/styles.xml", styles},
	} {
		to, err := w.Create(part[0])
		if err == nil {
			_, err = io.WriteString(to, part[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCellsAreReadAsTheyAreWritten(t *testing.T) {
	sheet := `<worksheet><sheetData><row/><row r="3"><c t="inlineStr"><is><t>a</t></is></c><c r="C3" t="str"><v>c</v></c></row>` +
		`<row r="4"><c r="B4" s="1"><v>45382.5</v></c><c r="C4" t="s"><v>0</v></c></row>` +
		`<row><c t="b"><f>A1=1</f><v>1</v></c><c t="e"><v>#N/A</v></c><c><v>-1.5E-7</v></c><c r="F5"><v>1</v></c></row><row><c s="2"/></row></sheetData><x/></worksheet>`
	texts := `<sst><si><r><t>rich</t></r><r><t xml:space="preserve"> text</t></r><rPh><t>spoken</t></rPh></si></sst>`
	styles := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yy hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`
	rows, err := drain(t, Form{Format: XLSX}, workbookOf(t, sheet, texts, styles))
	if got := fmt.Sprintf("%q", rows); !errors.Is(err, io.EOF) || got != `[["" "2024-03-31 12:00:00" "rich text"] ["TRUE" "#N/A" "-0.00000015" "1"]]` {
		t.Fatal(got, err)
	}
}

func FuzzXLSXArchive(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + string(make([]byte, 18))))
	f.Fuzz(func(t *testing.T, file []byte) { drain(t, Form{Format: XLSX}, file) })
}

type line struct {
	Ref    string   `parquet:"ref,dict,zstd"`
	Note   string   `parquet:"note,optional,delta,gzip"`
	Amount int64    `parquet:"amount,decimal(2:18),snappy"`
	Day    int32    `parquet:"day,date"`
	Paid   bool     `parquet:"paid"`
	Rate   float64  `parquet:"rate"`
	Tags   []string `parquet:"tags"`
}

func lines(t testing.TB, options ...parquet.WriterOption) []byte {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[line](&b, options...)
	for i := range 20 {
		row := line{Ref: fmt.Sprint("R", i%3), Amount: int64(i) * 50, Day: 19800 + int32(i), Paid: i%2 == 0, Rate: 0.5}
		if i%4 == 0 {
			row.Note = "a note"
		}
		if _, err := w.Write([]line{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzParquet(f *testing.F) {
	f.Add(lines(f))
	f.Add(lines(f, parquet.DataPageVersion(1), parquet.MaxRowsPerRowGroup(7), parquet.PageBufferSize(50)))
	f.Fuzz(func(t *testing.T, file []byte) { drain(t, Form{Format: Parquet, Named: []string{"ref"}}, file) })
}

func FuzzStatements(f *testing.F) {
	f.Add([]byte(":20:A\n:25:1\n:28C:1\n:60F:C240229EUR1,\n:61:2402290229C1,NTRFREF//BANK\n:86:166?20text\n:62F:C240229EUR2,\n"))
	f.Add([]byte(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Ntry><Amt Ccy="EUR">1</Amt>`))
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, format := range []string{Camt053, MT940} {
			rows, _ := drain(t, Form{Format: format}, file)
			for _, row := range rows {
				if len(row) != len(StatementColumns) {
					t.Fatal(row)
				}
			}
		}
	})
}

func TestParquetColumnsAreWrittenByTheirTypes(t *testing.T) {
	r, err := Open(Form{Format: Parquet, Date: func(year, month, day int) string { return fmt.Sprintf("%02d.%02d.%04d", day, month, year) }}, bytes.NewReader(lines(t)), int64(len(lines(t))))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(r.Header()); got != "[ref note amount day paid rate]" {
		t.Fatal(got)
	}
	for range 2 {
		row, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%q", row); got != `["R0" "a note" "0" "18.03.2024" "true" "0.5"]` && got != `["R1" "" "0.5" "19.03.2024" "false" "0.5"]` {
			t.Fatal(got)
		}
	}
	for column, want := range map[string]string{
		"rate": "the column is of floating point, which holds no exact amounts; write it as a decimal or text",
		"tags": "the column is a list or holds further columns",
	} {
		_, err := Open(Form{Format: Parquet, Named: []string{column}}, bytes.NewReader(lines(t)), int64(len(lines(t))))
		var refused *Error
		if !errors.As(err, &refused) || refused.Detail != want || refused.Column != column || !refused.Header {
			t.Error(column, err)
		}
	}
}
