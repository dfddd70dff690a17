package rowfile

import (
	"archive/zip"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// What an XLSX may come to. A zip bomb is told by how much it promises, or
// gives, for its size: text of sheets shrinks to a tenth, seldom to a fiftieth.
const (
	maxDirectory = 4 << 20 // of the archive's list of parts
	maxSheet     = 1 << 30 // of a part unpacked, and
	maxRatio     = 200     // of its packed size, above
	freely       = 4 << 20
	maxTexts     = 64 << 20 // of all shared texts
	maxStyles    = 64 << 10
	maxColumns   = 16384
	maxHeader    = 2048      // columns of the header, for every row has as many fields
	maxCell      = 32767 * 4 // characters of four bytes
)

// book is an opened XLSX: office open XML, ISO/IEC 29500.
type book struct {
	parts   map[string]*zip.File
	texts   texts
	dates   []dating // of each style
	since04 bool     // days are counted from 1904
	form    Form
}

func badXLSX(err error) error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Code: BadXLSX, Whole: true, Detail: "it is no XLSX that can be read, or damaged; fetch it again, or save it anew", Err: err}
}

func openBook(f Form, in io.ReaderAt, size int64) (*book, error) {
	if err := smallDirectory(in, size); err != nil {
		return nil, badXLSX(err)
	}
	archive, err := zip.NewReader(in, size)
	if err != nil {
		return nil, badXLSX(err)
	}
	b := &book{parts: map[string]*zip.File{}, form: f}
	for _, part := range archive.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(part.Name, `\`, "/"), "/"))
		if b.parts[name] != nil {
			return nil, badXLSX(errors.New("two parts have one name"))
		}
		b.parts[name] = part
	}
	return b, nil
}

// smallDirectory refuses an archive that lists a million parts, before the list
// is read into memory.
func smallDirectory(in io.ReaderAt, size int64) error {
	tail := make([]byte, min(size, 22+1<<16))
	if n, err := in.ReadAt(tail, size-int64(len(tail))); n < len(tail) {
		return err
	}
	for i := len(tail) - 22; i >= 0; i-- {
		if string(tail[i:i+4]) == "PK\x05\x06" {
			if length := binary.LittleEndian.Uint32(tail[i+12:]); length > maxDirectory {
				return errors.New("its list of parts is longer than 4 MiB")
			}
			return nil
		}
	}
	return errors.New("it is no zip archive")
}

// sheetPart finds the part of the sheet that was asked for, through the
// workbook's list of sheets and its relations.
func (b *book) sheetPart() (string, error) {
	var names, ids []string
	err := b.walk("xl/workbook.xml", func(p *part, tag xml.StartElement) error {
		switch tag.Name.Local {
		case "workbookPr":
			b.since04 = truth(attribute(tag, "date1904"))
		case "sheet":
			names = append(names, attribute(tag, "name"))
			ids = append(ids, attribute(tag, "id"))
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	at := 0
	if b.form.Sheet != "" {
		for at < len(names) && names[at] != b.form.Sheet {
			at++
		}
	}
	if at == len(names) {
		e := wrong(MissingSheet, "it has no sheet %q, but %s", b.form.Sheet, clip(strings.Join(names, ", ")))
		return "", e
	}
	target := ""
	err = b.walk("xl/_rels/workbook.xml.rels", func(_ *part, tag xml.StartElement) error {
		if tag.Name.Local == "Relationship" && attribute(tag, "Id") == ids[at] {
			target = attribute(tag, "Target")
		}
		return nil
	})
	if target != "" && !strings.HasPrefix(target, "/") {
		target = path.Join("xl", target)
	}
	return strings.ToLower(strings.TrimPrefix(target, "/")), err
}

func truth(text string) bool { return text == "1" || text == "true" }

func clip(text string) string {
	const most = 200
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

func attribute(tag xml.StartElement, name string) string {
	for _, a := range tag.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
