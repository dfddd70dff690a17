package matching

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/countersign/countersign/internal/testkit/soak"
)

// costs watches the memory that the process holds while f works, and the time
// that processors work for it, which a busy machine does not stretch.
func costs(t testing.TB, f func() error) (took time.Duration, grown uint64, err error) {
	held := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.Sys - m.HeapReleased
	}
	runtime.GC()
	start, done := held(), make(chan struct{})
	most := make(chan uint64)
	go func() {
		peak := uint64(0)
		for {
			select {
			case <-done:
				most <- max(peak, held())
				return
			case <-time.After(5 * time.Millisecond):
				peak = max(peak, held())
			}
		}
	}()
	began := processorTime(t)
	err = f()
	took = (processorTime(t) - began) / slowness
	close(done)
	if peak := <-most; peak > start {
		grown = peak - start
	}
	return took, grown, err
}

// endsSoon matches a file, which ends with the wanted error within five seconds
// and 256 MiB.
func endsSoon(t *testing.T, name string, file []byte, c Config, want string) {
	t.Helper()
	took, grown, err := costs(t, func() error {
		_, err := Match(context.Background(), c, File(name, bytes.NewReader(file), int64(len(file))), Table{"right", []string{"ref", "amount"}, nil})
		return err
	})
	var ours *Error
	if !errors.As(err, &ours) || ours.File != name {
		t.Fatalf("not an Error with its file: %v", err)
	}
	if !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %.300s\nexpected %s", err, want)
	}
	if took > 5*time.Second || grown > 256<<20 {
		t.Errorf("it took %v and %d MiB", took, grown>>20)
	}
}

// part is one of a zip archive: its text a number of times.
type part struct {
	name, head, text string
	times            int
	tail             string
	says             uint64 // the size that its entry tells, where it lies
}

func (p part) read() io.Reader {
	all := []io.Reader{strings.NewReader(p.head)}
	for range p.times {
		all = append(all, strings.NewReader(p.text))
	}
	return io.MultiReader(append(all, strings.NewReader(p.tail))...)
}

const (
	workbook  = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`
	relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`
	sheetHead = `<worksheet><sheetData><row><c t="inlineStr"><is><t>ref</t></is></c><c t="inlineStr"><is><t>amount</t></is></c></row>`
	sheetTail = `</sheetData></worksheet>`
	sheetRow  = `<row><c t="s"><v>0</v></c><c><v>1</v></c></row>`
)

func archive(t testing.TB, parts ...part) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range append([]part{{name: "xl/workbook.xml", head: workbook}, {name: "xl/_rels/workbook.xml.rels", head: relations}}, parts...) {
		var packed bytes.Buffer
		f, _ := flate.NewWriter(&packed, flate.BestCompression)
		sum := crc32.NewIEEE()
		n, err := io.Copy(io.MultiWriter(f, sum), p.read())
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate, CRC32: sum.Sum32(), CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(n)}
		if p.says > 0 {
			h.UncompressedSize64 = p.says
		}
		to, err := w.CreateRaw(h)
		if err == nil {
			_, err = to.Write(packed.Bytes())
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

// unraced leaves figures to the run without the race detector, which changes them.
func unraced(t *testing.T) {
	t.Helper()
	if slowness > 1 {
		t.Skip("what files cost is measured without the race detector")
	}
}

func TestHostileSpreadsheetsAreRefusedSoonAndCheaply(t *testing.T) {
	unraced(t)
	sheet := func(p part) part { p.name = "xl/worksheets/sheet1.xml"; return p }
	texts := part{name: "xl/sharedStrings.xml", head: "<sst><si><t>x</t></si></sst>"}
	whole := sheet(part{head: sheetHead, text: sheetRow, times: 100, tail: sheetTail})
	letters := strings.Repeat("x", 1<<10)
	for name, c := range map[string]struct {
		parts []part
		want  string
	}{
		"zip bomb":               {[]part{sheet(part{head: sheetHead, text: strings.Repeat(sheetRow, 1000), times: 4000, tail: sheetTail}), texts}, `f.xlsx: its part "xl/worksheets/sheet1.xml" unpacks to`},
		"zip bomb in its texts":  {[]part{whole, {name: "xl/sharedStrings.xml", head: "<sst>", text: strings.Repeat("<si><t>x</t></si>", 1000), times: 10_000}}, `f.xlsx: its part "xl/sharedstrings.xml" unpacks to`},
		"zip bomb that lies":     {[]part{sheet(part{head: sheetHead, text: strings.Repeat(sheetRow, 1000), times: 4000, tail: sheetTail, says: 100_000}), texts}, `f.xlsx`},
		"entity bomb":            {[]part{sheet(part{head: `<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>` + sheetHead, tail: sheetTail})}, `f.xlsx: it holds a document type`},
		"entity in a cell":       {[]part{sheet(part{head: sheetHead, tail: `<row><c t="inlineStr"><is><t>&a;</t></is></c></row>` + sheetTail})}, `f.xlsx: it is no XLSX that can be read, or damaged`},
		"megabyte cell":          {[]part{sheet(part{head: sheetHead + `<row><c t="inlineStr"><is><t>`, text: letters, times: 1 << 10, tail: `</t></is></c></row>` + sheetTail})}, `f.xlsx, row 0: a cell holds more than 32,767 characters`},
		"large cell":             {[]part{sheet(part{head: sheetHead + `<row><c t="inlineStr"><is><t>`, text: letters, times: 200, tail: `</t></is></c></row>` + sheetTail})}, `f.xlsx, row 0: a cell holds more than 32,767 characters`},
		"cell of many pieces":    {[]part{sheet(part{head: sheetHead + `<row><c t="inlineStr"><is>`, text: `<t>` + letters + `</t>`, times: 200, tail: `</is></c></row>` + sheetTail})}, `f.xlsx, row 0: a cell holds more than 32,767 characters`},
		"megabyte text":          {[]part{whole, {name: "xl/sharedStrings.xml", head: "<sst><si><t>", text: letters, times: 1 << 10, tail: "</t></si></sst>"}}, `f.xlsx`},
		"NUL":                    {[]part{sheet(part{head: sheetHead + "<row><c><v>\x00</v></c></row>" + sheetTail})}, `f.xlsx: it is no XLSX that can be read, or damaged`},
		"bytes that are no text": {[]part{sheet(part{head: sheetHead + "<row><c><v>\xff</v></c></row>" + sheetTail})}, `f.xlsx: it is no XLSX that can be read, or damaged`},
		"UTF-16 within":          {[]part{sheet(part{head: `<?xml version="1.0" encoding="UTF-16"?>` + sheetHead, tail: sheetTail})}, `f.xlsx: it is no XLSX that can be read, or damaged`},
		"deep":                   {[]part{sheet(part{head: sheetHead, text: "<a>", times: 100_000})}, `f.xlsx: its tags are nested more than 64 deep`},
		"ends within a row":      {[]part{sheet(part{head: sheetHead + sheetRow + "<row><c><v>1"}), texts}, `f.xlsx: it is no XLSX that can be read, or damaged; fetch it again, or save it anew: unexpected EOF`},
		"ends between rows":      {[]part{sheet(part{head: sheetHead + sheetRow}), texts}, `f.xlsx: it is no XLSX that can be read, or damaged; fetch it again, or save it anew: unexpected EOF`},
		"ends behind the rows":   {[]part{sheet(part{head: sheetHead + sheetRow + "</sheetData>"}), texts}, `f.xlsx: it is no XLSX that can be read, or damaged; fetch it again, or save it anew: unexpected EOF`},
		"no such text":           {[]part{whole}, `f.xlsx, row 0: a cell names the shared text "0", which the file lacks`},
		"no sheet":               {[]part{texts}, `f.xlsx: it is no XLSX that can be read, or damaged; fetch it again, or save it anew: it has no part "xl/worksheets/sheet1.xml"`},
		"columns out of order":   {[]part{sheet(part{head: sheetHead + `<row><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>` + sheetTail})}, `f.xlsx, row 0: the cell "A2" stands out of order`},
		"beyond the last column": {[]part{sheet(part{head: sheetHead + `<row><c r="ZZZ2"><v>1</v></c></row>` + sheetTail})}, `f.xlsx, row 0: the cell "ZZZ2" stands out of order, or beyond`},
		"a wide header":          {[]part{sheet(part{head: `<worksheet><sheetData><row><c r="XFD1"><v>1</v></c></row>` + sheetTail})}, `f.xlsx, header: the header has 16384 columns, more than 2048`},
	} {
		t.Run(name, func(t *testing.T) {
			endsSoon(t, "f.xlsx", archive(t, c.parts...), Config{Keys: []Sides{Both("ref")}}, c.want)
		})
	}
	t.Run("a million parts", func(t *testing.T) {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for n := range 100_000 {
			if _, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprint(n)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		endsSoon(t, "f.xlsx", b.Bytes(), Config{Keys: []Sides{Both("ref")}}, `f.xlsx: it is no XLSX that can be read, or damaged; fetch it again, or save it anew: its list of parts is longer than 4 MiB`)
	})
	t.Run("cut off anywhere", func(t *testing.T) {
		good := archive(t, whole, texts)
		for n := 0; n < len(good); n += 1 + len(good)/40 {
			endsSoon(t, "f.xlsx", good[:n], Config{Keys: []Sides{Both("ref")}}, `f.xlsx: it is no XLSX that can be read, or damaged`)
		}
	})
}

func TestHostileTextsAreRefusedSoonAndCheaply(t *testing.T) {
	unraced(t)
	head, row := "ref;amount\n", "Müller;1\n"
	wide := func(text string) []byte {
		b := []byte{0xfe, 0xff}
		for _, r := range text {
			b = append(b, byte(r>>8), byte(r))
		}
		return b
	}
	latin := func(text string) []byte { return bytes.ReplaceAll([]byte(text), []byte("ü"), []byte{0xfc}) }
	large := strings.Repeat(row, 1<<20)
	for name, c := range map[string]struct {
		file     []byte
		encoding string
		want     string
	}{
		"megabyte cell":            {wide(head + row + strings.Repeat("x", 1<<20) + ";1\n"), "", `f.csv, row 1, "ref": the row is longer than 512 KiB`},
		"a million empty fields":   {wide(head + strings.Repeat(";", 1<<20) + "\n"), "", `f.csv, row 0: the row is longer than 512 KiB`},
		"a quote left open":        {wide(head + "\"" + large), "", `f.csv, row 0, "ref": the row is longer than 512 KiB; is a quote left open`},
		"NUL far into it":          {wide(head + large + "a\x00;1\n"), "", `f.csv, row 1048576, "ref": it holds a NUL byte`},
		"cut off within a letter":  {wide(head + large)[:1<<20+1], "", `f.csv, row 58252, "amount": the file ends within a UTF-16 character`},
		"cut off within a row":     {wide(head + "Müller"), "", `f.csv, row 0, "ref": the file breaks off in this row`},
		"half a pair":              {append(wide(head), 0xd8, 0x00, 0, 'x', 0, '\n'), "", `f.csv, row 0, "ref": half of a UTF-16 pair stands alone`},
		"UTF-8 called UTF-16":      {[]byte(head + large), "utf-16", `f.csv: it does not begin with the byte order mark of UTF-16`},
		"UTF-16 called UTF-8":      {wide(head + large), "utf-8", `f.csv: it is UTF-16`},
		"UTF-8 called Latin-1":     {[]byte("\xef\xbb\xbf" + head), "latin-1", `f.csv: it begins with the byte order mark of UTF-8`},
		"Windows called Latin-1":   {[]byte(head + "\x80;1\n"), "latin-1", `f.csv, row 0, "ref": the byte 0x80 is no character of latin-1; is the encoding windows-1252?`},
		"no byte of Windows":       {[]byte(head + "a;\x81\n"), "windows-1252", `f.csv, row 0, "amount": the byte 0x81 is no character of windows-1252`},
		"Latin-1 called UTF-8":     {latin(head + large), "", `f.csv, row 0, "ref": it holds bytes that are not UTF-8; set encoding`},
		"NUL in Latin-1":           {latin(head + row + "\x00;1\n"), "latin-1", `f.csv, row 1, "ref": it holds a NUL byte`},
		"a megabyte without lines": {latin("ref" + strings.Repeat("ü", 1<<20)), "latin-1", `f.csv, header: the row is longer than 512 KiB`},
	} {
		t.Run(name, func(t *testing.T) {
			endsSoon(t, "f.csv", c.file, Config{Keys: []Sides{Both("ref")}, Delimiter: Both(";"), Encoding: Both(c.encoding)}, c.want)
		})
	}
	lines := Config{Keys: []Sides{Both("ref")}, Format: Both("fixed"), Columns: [2][]FixedColumn{{{"ref", 1, 3}, {"amount", 4, 6}}, {{"ref", 1, 3}}}}
	endsSoon(t, "f.txt", []byte("abc  1\nabc  "), lines, `f.txt, row 1, "amount": the file breaks off in this row`)
	endsSoon(t, "f.txt", []byte("abc  1\n"+strings.Repeat("x", 1<<20)), lines, `f.txt, row 1: the line is longer than 512 KiB`)
	endsSoon(t, "f.txt", []byte("abc  1\n\xff\xff\xff  1\n"), lines, `f.txt, row 1, "ref": it holds bytes that are not UTF-8`)
}

func TestHostileStatementsAreRefusedSoonAndCheaply(t *testing.T) {
	camt := `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>`
	for name, c := range map[string]struct{ name, text, want string }{
		"entity bomb":       {"f.xml", `<!DOCTYPE D [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>` + camt, `f.xml: `},
		"megabyte text":     {"f.xml", camt + "<GrpHdr><MsgId>" + strings.Repeat("x", 1<<20), `f.xml: `},
		"NUL":               {"f.xml", camt + "\x00", `f.xml: `},
		"cut off":           {"f.xml", camt + "<GrpHdr>", `f.xml: `},
		"UTF-16":            {"f.xml", "\xfe\xff\x00<", `f.xml: `},
		"another file":      {"f.xml", "ref,amount\n", `f.xml: `},
		"40 MiB":            {"f.xml", camt + strings.Repeat("<Stmt></Stmt>", 40<<20/13), `f.xml: `},
		"MT940 without end": {"f.sta", ":20:A\n:25:1\n:28C:1\n:60F:C240229EUR1,\n" + strings.Repeat("x", 1<<20), `f.sta: `},
		"MT940 cut off":     {"f.sta", ":20:A\n:25:1\n:28C:1\n:60F:C240229EUR1,\n:61:2402290229C1,NTRF", `f.sta: `},
		"MT940 with a NUL":  {"f.sta", ":20:A\x00\n", `f.sta: `},
	} {
		t.Run(name, func(t *testing.T) {
			endsSoon(t, c.name, []byte(c.text), Config{Keys: []Sides{{"id", "ref"}}}, c.want)
		})
	}
}

type oneText struct {
	Ref string `parquet:"ref,dict"`
}

func TestHostileParquetIsRefusedSoonAndCheaply(t *testing.T) {
	unraced(t)
	c := Config{Keys: []Sides{Both("ref")}}
	write := func(rows []oneText, options ...parquet.WriterOption) []byte {
		var b bytes.Buffer
		w := parquet.NewGenericWriter[oneText](&b, options...)
		_, err := w.Write(rows)
		if err := errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	t.Run("one long text in every row", func(t *testing.T) {
		rows := make([]oneText, 4_000)
		for i := range rows {
			rows[i].Ref = strings.Repeat("x", 200<<10)
		}
		file := write(rows, parquet.SkipPageBounds("ref"))
		endsSoon(t, "f.parquet", file, c, `f.parquet, row 1311: its rows come to more than 200 times its size`)
	})
	t.Run("pages that unpack to more than they say", func(t *testing.T) {
		for _, codec := range []parquet.WriterOption{parquet.Compression(&parquet.Gzip), parquet.Compression(&parquet.Zstd), parquet.Compression(&parquet.Snappy)} {
			file := write([]oneText{{strings.Repeat("x", 30<<20)}}, codec, parquet.SkipPageBounds("ref"))
			endsSoon(t, "f.parquet", file, c, `f.parquet, row 0: it is no Parquet that can be read, or damaged: column "ref": a page of`)
		}
	})
	t.Run("NUL", func(t *testing.T) {
		endsSoon(t, "f.parquet", write([]oneText{{"a"}, {"a\x00"}}), c, `f.parquet, row 1, "ref": it holds a NUL byte`)
	})
	t.Run("no text", func(t *testing.T) {
		endsSoon(t, "f.parquet", write([]oneText{{"a"}, {"\xff"}}), c, `f.parquet, row 1, "ref": it holds bytes that are not UTF-8`)
	})
	t.Run("megabyte cell", func(t *testing.T) {
		endsSoon(t, "f.parquet", write([]oneText{{"a"}, {strings.Repeat("x", 1<<20)}}, parquet.SkipPageBounds("ref"), parquet.DataPageStatistics(false)), c, `f.parquet, row 1, "ref": the value is longer than 512 KiB`)
	})
	t.Run("megabyte cell with its statistics", func(t *testing.T) {
		endsSoon(t, "f.parquet", write([]oneText{{"a"}, {strings.Repeat("x", 1<<20)}}), c, `f.parquet, row 0: it is no Parquet that can be read, or damaged`)
	})
	good := write([]oneText{{"a"}, {"b"}, {"a"}, {"c"}})
	t.Run("cut off anywhere", func(t *testing.T) {
		for n := 0; n < len(good); n += soak.Count(7, 1, 1) {
			endsSoon(t, "f.parquet", good[:n], c, `f.parquet: it is no Parquet that can be read, or damaged`)
		}
	})
}

// Bytes that are changed at random are refused, or read as other rows, but
// never cost much and never stop the program.
func TestDamagedFilesOfEveryFormatEndSoonAndCheaply(t *testing.T) {
	table := manyRows(200)[0]
	for i := range table.Rows {
		table.Rows[i] = table.Rows[i][:4]
	}
	table.Columns = table.Columns[:4]
	files := soak.Count(100, 100, 20_000) // of each format
	for _, s := range append(dialects, byWidth) {
		r := rand.New(rand.NewPCG(1, 2))
		good := s.write(t, table)
		c := Config{Keys: []Sides{Both("k1")}}
		s.settings(&c)
		took, grown, err := costs(t, func() error {
			for range files {
				file := bytes.Clone(good)
				for range 1 + r.IntN(4) {
					file[r.IntN(len(file))] = byte(r.Uint32())
				}
				source := File("f"+s.ending, bytes.NewReader(file), int64(len(file)))
				_, err := Match(context.Background(), c, source, Table{"right", []string{"k1"}, nil})
				if ours := (*Error)(nil); err != nil && (!errors.As(err, &ours) || ours.Code == CountMismatch) {
					return fmt.Errorf("%x: %w", file, err)
				}
			}
			return nil
		})
		if err != nil || grown > 256<<20 || took > time.Duration(files)*100*time.Millisecond {
			t.Fatal(s.name, err, took, grown>>20)
		}
	}
}
