package iso20022

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// xmlWriter writes elements with two spaces of indentation a level. It is our
// own because the digest that people sign covers these bytes: they must not
// change with a library.
type xmlWriter struct {
	version Version
	out     bytes.Buffer
	open    []string
}

func (w *xmlWriter) indent() { w.out.WriteString(strings.Repeat("  ", len(w.open))) }

// in writes an element around what body writes.
func (w *xmlWriter) in(name string, body func()) {
	w.indent()
	w.out.WriteString("<" + name + ">\n")
	w.open = append(w.open, name)
	body()
	w.open = w.open[:len(w.open)-1]
	w.indent()
	w.out.WriteString("</" + name + ">\n")
}

// leaf writes an element with text; an empty text writes nothing, since the
// schemas know no empty elements.
func (w *xmlWriter) leaf(name, text string) {
	if text == "" {
		return
	}
	w.indent()
	w.out.WriteString("<" + name + ">")
	w.escape(text)
	w.out.WriteString("</" + name + ">\n")
}

// path writes nested elements around one text: path("IT60…", "Id", "IBAN").
func (w *xmlWriter) path(text string, names ...string) {
	if text == "" {
		return
	}
	if len(names) == 1 {
		w.leaf(names[0], text)
		return
	}
	w.in(names[0], func() { w.path(text, names[1:]...) })
}

func (w *xmlWriter) escape(text string) {
	// Writing to a buffer does not fail.
	_ = xml.EscapeText(&w.out, []byte(text))
}
