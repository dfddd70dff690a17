package iso20022

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// urn begins the standard's namespaces, swissPrefix those of the Swiss schemas
// of 2009, which only narrow the standard's.
const (
	urn         = "urn:iso:std:iso:20022:tech:xsd:"
	swissPrefix = "http://www.six-interbank-clearing.com/de/"
)

// message is a kind of file: the versions that are read by their namespace, and
// the elements ("Ntry") that may repeat in it, some only below one ("OrgId/Othr").
type message struct {
	versions   map[string]string // namespace to version
	named      string            // the versions, for a refusal
	repeatable []string
	// strict refuses elements that no field reads, since what cannot be carried
	// must not be lost.
	strict bool
}

// openXML makes a reader within the limits that stands behind the Document
// element of one of the message's versions.
func openXML(from io.Reader, limits Limits, m message) (*xmlReader, xml.StartElement, *Error) {
	limits = limits.orDefault()
	bounded := bufio.NewReader(&boundedReader{from: from, limits: limits, breaks: [2]byte{'<', '>'}})
	head, _ := bounded.Peek(3)
	if isWide(head) {
		return nil, xml.StartElement{}, refuse("", "bad_encoding", "The file is in UTF-16 or UTF-32; ISO 20022 files are in UTF-8.")
	}
	if string(head) == "\ufeff" {
		_, _ = bounded.Discard(3)
	}
	r := &xmlReader{decoder: xml.NewDecoder(bounded), limits: limits, message: m}
	r.decoder.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, &Error{Code: "bad_encoding", Detail: "The file is in " + clip(label) + "; ISO 20022 files are in UTF-8."}
	}
	start, err := r.root()
	return r, start, err
}

// isWide knows the byte order marks and the zero bytes of UTF-16 and UTF-32.
func isWide(head []byte) bool {
	return len(head) > 1 && (head[0] == 0xfe && head[1] == 0xff || head[0] == 0xff && head[1] == 0xfe || head[0] == 0 || head[1] == 0)
}

// document reads the whole file, whose Document holds one element of the name.
func (r *xmlReader) document(start xml.StartElement, name string, read func() *Error) *Error {
	err := r.child(start, 1, func(xml.StartElement) *Error {
		found := false
		err := r.children(fields{name: func(xml.StartElement) *Error { found = true; return read() }})
		if err == nil && !found {
			return r.missing(name)
		}
		return err
	})
	if err != nil {
		return err
	}
	return r.end()
}

// root reads up to the Document element and learns the version.
func (r *xmlReader) root() (xml.StartElement, *Error) {
	for {
		t, err := r.token()
		if err != nil {
			return xml.StartElement{}, err
		}
		start, isStart := t.(xml.StartElement)
		if !isStart {
			continue
		}
		version, known := r.message.versions[start.Name.Space]
		if !known {
			return start, r.refuse("unknown_namespace", "%q is not read; %s are.", clip(start.Name.Space), r.message.named)
		}
		if start.Name.Local != "Document" {
			return start, r.refuse("unexpected_element", "The file begins with %s instead of Document.", clip(start.Name.Local))
		}
		r.namespace, r.version = start.Name.Space, version
		return start, nil
	}
}

// end makes sure that nothing but comments follows the document.
func (r *xmlReader) end() *Error {
	for {
		t, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return r.broken(err)
		}
		switch t := t.(type) {
		case xml.Comment, xml.ProcInst:
		case xml.CharData:
			if strings.TrimSpace(string(t)) != "" {
				return r.refuse("stray_text", "Text follows the end of the document.")
			}
		default:
			return r.refuse("unexpected_element", "Something follows the end of the document; send one document a file.")
		}
	}
}
