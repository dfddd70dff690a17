package sheets

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of a worksheet, by ECMA-376 and the programs that read it.
const (
	mostRows = 1 << 20
	mostText = 32_767 // characters, counted as UTF-16
)

// XLSX writes a workbook (ECMA-376) whose cells are texts; worksheets after the
// first go on where it is full. It needs no temporary file, and the same rows give
// the same bytes. Of a text longer than a cell may be the beginning is kept, and
// said so.
func XLSX(w io.Writer, name string) Sheet {
	return &workbook{zip: zip.NewWriter(w), name: name}
}

type workbook struct {
	zip    *zip.Writer
	name   string
	sheets int
	rows   int // of the sheet at hand
	head   []string
	out    *bufio.Writer
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func (b *workbook) Row(cells ...string) error {
	if b.out == nil || b.rows == mostRows {
		if err := b.begin(); err != nil {
			return err
		}
		if b.sheets == 1 {
			b.head = append(b.head, cells...)
		} else if err := b.row(b.head); err != nil {
			return err
		}
	}
	return b.row(cells)
}

func (b *workbook) begin() error {
	if err := b.end(); err != nil {
		return err
	}
	b.sheets++
	f, err := b.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", b.sheets))
	if err != nil {
		return err
	}
	b.out, b.rows = bufio.NewWriterSize(f, 1<<16), 0
	_, err = b.out.WriteString(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	return err
}

func (b *workbook) end() error {
	if b.out == nil {
		return nil
	}
	if _, err := b.out.WriteString(`</sheetData></worksheet>`); err != nil {
		return err
	}
	return b.out.Flush()
}

func (b *workbook) row(cells []string) error {
	b.rows++
	n := strconv.Itoa(b.rows)
	b.put(`<row r="` + n + `">`)
	for i, text := range cells {
		if text == "" {
			continue
		}
		b.put(`<c r="` + column(i) + n + `" t="inlineStr"><is><t xml:space="preserve">`)
		b.text(shortened(Neutral(text)))
		b.put(`</t></is></c>`)
	}
	_, err := b.out.WriteString(`</row>`)
	return err
}

// put leaves the fault to the next write: bufio keeps it.
func (b *workbook) put(s string) { _, _ = b.out.WriteString(s) }

// text escapes what XML cannot hold as ECMA-376 lays it down for ST_Xstring, and
// so what looks like such an escape.
func (b *workbook) text(s string) {
	for i, r := range s {
		switch {
		case r == '&':
			b.put("&amp;")
		case r == '<':
			b.put("&lt;")
		case r == '>':
			b.put("&gt;")
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			b.put(fmt.Sprintf("_x%04X_", r))
		case r == '_' && escaped(s[i:]):
			b.put("_x005F_")
		default:
			_, _ = b.out.WriteRune(r)
		}
	}
}

// escaped reports whether s begins like _x000D_.
func escaped(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

func shortened(text string) string {
	if len(text) <= mostText {
		return text
	}
	long := 0
	for _, r := range text {
		long++
		if r > 0xFFFF {
			long++
		}
	}
	if long <= mostText {
		return text
	}
	const keep = 32_000
	return strings.ToValidUTF8(text[:min(keep, len(text))], "") + fmt.Sprintf("… (%d characters in all)", utf8.RuneCountInString(text))
}

// column is the name of the column of that index: A, …, Z, AA.
func column(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// Close writes the parts that name the worksheets.
func (b *workbook) Close() error {
	if b.out == nil {
		if err := b.begin(); err != nil {
			return err
		}
	}
	if err := b.end(); err != nil {
		return err
	}
	const (
		main     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
		office   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		packages = "http://schemas.openxmlformats.org/package/2006/"
		kind     = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	)
	types := `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="` + kind + `sheet.main+xml"/>`
	book := `<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets>`
	links := `<Relationships xmlns="` + packages + `relationships">`
	for n := 1; n <= b.sheets; n++ {
		name := b.name
		if n > 1 {
			name += " " + strconv.Itoa(n)
		}
		types += fmt.Sprintf(`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, kind)
		book += fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, n, n)
		links += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, office, n)
	}
	for _, part := range [][2]string{
		{"[Content_Types].xml", types + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", book + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", links + `</Relationships>`},
	} {
		f, err := b.zip.Create(part[0])
		if err == nil {
			_, err = io.WriteString(f, xmlHead+part[1])
		}
		if err != nil {
			return err
		}
	}
	return b.zip.Close()
}
