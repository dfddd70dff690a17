package iso20022

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// xmlReader pulls one element after the other, so that a file is never held
// whole. It knows the path of the element at hand for the messages of refusals.
type xmlReader struct {
	decoder   *xml.Decoder
	message   message
	namespace string
	version   string
	limits    Limits
	path      []step
	elements  int64
	entries   int
}

// step is an element of the path; nth is 0 where it must not repeat.
type step struct {
	name string
	nth  int
}

// field reads one child element whose start has been read: it must consume the
// element to its end.
type field func(start xml.StartElement) *Error

// fields are the children that matter; the others are skipped.
type fields map[string]field

// token is the next start, end or text; comments and instructions are passed.
func (r *xmlReader) token() (xml.Token, *Error) {
	for {
		t, err := r.decoder.Token()
		if err != nil {
			return nil, r.broken(err)
		}
		switch t := t.(type) {
		case xml.Directive:
			return nil, r.refuse("doctype_refused", "Document types and entities are not read; send the file without them.")
		case xml.StartElement:
			if len(r.path) >= r.limits.Depth {
				return nil, r.refuse("too_deep", "Elements are nested deeper than the limit of %d.", r.limits.Depth)
			}
			// No element that says something is shorter; without end they cost time.
			if r.elements++; r.elements > r.limits.Bytes/8 {
				return nil, r.refuse("too_many_elements", "The file holds more than the limit of %d elements.", r.limits.Bytes/8)
			}
			return t, nil
		case xml.EndElement, xml.CharData:
			return t, nil
		}
	}
}

// broken tells a limit, a truncated file, a failed reader and bad XML apart.
func (r *xmlReader) broken(err error) *Error {
	var limit *Error
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &limit):
		return r.refuse(limit.Code, "%s", limit.Detail)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return r.refuse("truncated", "The file ends in the middle; fetch it again.")
	case errors.As(err, &syntax):
		return r.refuse("bad_xml", "The file is not well-formed XML: %s.", syntax.Msg)
	default:
		return r.refuse("unreadable", "The file could not be read: %v.", err)
	}
}

func (r *xmlReader) refuse(code, detail string, args ...any) *Error {
	line, _ := r.decoder.InputPos()
	return &Error{Code: code, Place: r.place(), Line: line, Detail: fmt.Sprintf(detail, args...)}
}

func (r *xmlReader) place() string {
	names := make([]string, len(r.path))
	for i, s := range r.path {
		if names[i] = s.name; s.nth > 0 {
			names[i] += fmt.Sprintf("[%d]", s.nth)
		}
	}
	return strings.Join(names, "/")
}

// here places a refusal of a value at the element at hand.
func (r *xmlReader) here(err *Error) *Error {
	if err == nil {
		return nil
	}
	return r.refuse(err.Code, "%s", err.Detail)
}

// children reads the content of the element at hand up to its end.
func (r *xmlReader) children(want fields) *Error {
	counts := make(map[string]int, 8)
	for {
		t, err := r.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return nil
		case xml.CharData:
			if strings.TrimSpace(string(t)) != "" {
				return r.refuse("stray_text", "The text %q stands where elements are expected.", clip(strings.TrimSpace(string(t))))
			}
		case xml.StartElement:
			read, wanted := want[t.Name.Local]
			if wanted && t.Name.Space == r.namespace {
				counts[t.Name.Local]++
			} else if read = r.skip; r.message.strict {
				read = r.unsupported
			}
			if err := r.child(t, counts[t.Name.Local], read); err != nil {
				return err
			}
		}
	}
}

func (r *xmlReader) child(start xml.StartElement, nth int, read field) *Error {
	here := step{name: start.Name.Local}
	many := slices.Contains(r.message.repeatable, here.name)
	if n := len(r.path); n > 0 && !many {
		many = slices.Contains(r.message.repeatable, r.path[n-1].name+"/"+here.name)
	}
	if many {
		here.nth = nth
	}
	r.path = append(r.path, here)
	if nth > 1 && !many {
		return r.refuse("repeated_element", "%s stands here a second time; only one is allowed.", here.name)
	}
	if err := read(start); err != nil {
		return err
	}
	r.path = r.path[:len(r.path)-1]
	return nil
}

// skip passes over an element that is not of interest, within the limits.
func (r *xmlReader) skip(xml.StartElement) *Error {
	outer := len(r.path)
	for {
		t, err := r.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			r.path = append(r.path, step{name: t.Name.Local})
		case xml.EndElement:
			if len(r.path) == outer {
				return nil
			}
			r.path = r.path[:len(r.path)-1]
		}
	}
}

// unsupported refuses an element that means something which is not carried.
func (r *xmlReader) unsupported(start xml.StartElement) *Error {
	return r.refuse("unsupported_element", "%s is not carried here; take it out, or handle this payment elsewhere.", clip(start.Name.Local))
}

// content is the trimmed text of an element without children.
func (r *xmlReader) content() (string, *Error) {
	var text strings.Builder
	for {
		t, err := r.token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			if text.Len()+len(t) > r.limits.Text {
				return "", r.refuse("text_too_long", "The text is longer than the limit of %d bytes.", r.limits.Text)
			}
			text.Write(t)
		case xml.StartElement:
			return "", r.refuse("unexpected_element", "%s stands where only text is expected.", t.Name.Local)
		case xml.EndElement:
			return strings.TrimSpace(text.String()), nil
		}
	}
}
