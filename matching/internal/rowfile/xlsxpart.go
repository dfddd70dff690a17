package rowfile

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// part is an XML part of an XLSX, read within limits.
type part struct {
	name    string
	from    io.ReadCloser
	decoder *xml.Decoder
	packed  int64
	read    int64 // unpacked
	size    int64
	run     int // bytes since the last bracket
	depth   int
}

func (b *book) open(name string) (*part, error) {
	file := b.parts[name]
	if file == nil {
		return nil, badXLSX(fmt.Errorf("it has no part %q", clip(name)))
	}
	if file.Method != zip.Store && file.Method != zip.Deflate || file.Flags&1 != 0 {
		return nil, wrong(BadXLSX, "it is encrypted or packed in an unusual way; save it without a password")
	}
	p := &part{name: name, packed: int64(file.CompressedSize64), size: int64(file.UncompressedSize64)} //nolint:gosec // only compared with limits
	if err := p.within(p.size); err != nil {
		return nil, err
	}
	from, err := file.Open()
	if err != nil {
		return nil, badXLSX(err)
	}
	p.from = from
	p.decoder = xml.NewDecoder(p)
	p.decoder.Strict = true
	return p, nil
}

// within refuses a part that unpacks to too much.
func (p *part) within(unpacked int64) error {
	if unpacked < 0 || unpacked > maxSheet || unpacked > freely && unpacked/maxRatio > p.packed {
		return wrong(TooLarge, "its part %q unpacks to %d bytes from %d: more than 1 GiB, or than %d times its size", p.name, unpacked, p.packed, maxRatio)
	}
	return nil
}

func (p *part) Read(to []byte) (int, error) {
	n, err := p.from.Read(to)
	p.read += int64(n)
	if err := p.within(p.read); err != nil {
		return 0, err
	}
	for _, c := range to[:n] {
		if p.run++; c == '<' || c == '>' {
			p.run = 0
		} else if p.run > MaxRow {
			return 0, refuse(RowTooLong, "a cell or tag is longer than 512 KiB")
		}
	}
	return n, err
}

// token is the next tag or text; io.EOF at the end of the part. Document types,
// and with them entities, are refused.
func (p *part) token() (xml.Token, error) {
	for {
		t, err := p.decoder.RawToken()
		if errors.Is(err, io.EOF) && p.depth > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil, io.EOF
			}
			return nil, badXLSX(err)
		}
		switch t.(type) {
		case xml.StartElement:
			if p.depth++; p.depth > 64 {
				return nil, wrong(BadXLSX, "its tags are nested more than 64 deep")
			}
			return t, nil
		case xml.EndElement:
			if p.depth--; p.depth < 0 {
				return nil, badXLSX(errors.New("a tag is closed that was not opened"))
			}
			return t, nil
		case xml.CharData:
			return t, nil
		case xml.Directive:
			return nil, wrong(BadXLSX, "it holds a document type; such a file is not read")
		}
	}
}

// words gathers the text up to the end of the element just begun.
func (p *part) words(to []byte) ([]byte, error) {
	for depth := p.depth; p.depth >= depth; {
		t, err := p.token()
		if err != nil {
			return to, badEnd(err)
		}
		if c, ok := t.(xml.CharData); ok && p.depth == depth {
			if len(to)+len(c) > maxCell {
				return to, refuse(RowTooLong, "a cell holds more than 32,767 characters")
			}
			to = append(to, c...)
		}
	}
	return to, nil
}

func badEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return badXLSX(io.ErrUnexpectedEOF)
	}
	return err
}

func (p *part) close() { _ = p.from.Close() }

// walk calls f for each tag of a part.
func (b *book) walk(name string, f func(*part, xml.StartElement) error) error {
	p, err := b.open(name)
	if err != nil {
		return err
	}
	defer p.close()
	for {
		t, err := p.token()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if tag, ok := t.(xml.StartElement); ok {
			if err := f(p, tag); err != nil {
				return err
			}
		}
	}
}
