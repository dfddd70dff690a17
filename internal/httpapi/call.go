package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
)

// call is one request on its way through a route.
type call struct {
	api     *API
	rt      *route
	w       http.ResponseWriter
	r       *http.Request
	ctx     context.Context // ends with the time for one request
	whole   context.Context // ends when the client goes, for answers that take long
	who     govern.Actor
	session *login.Session // nil for services
	query   url.Values
	body    []byte
	dryRun  bool
	made    *govern.Ask // what a named command is made from
	handed  bool        // the writer has it, and records its own refusals
	// brought names files that came with the request, for the log of their refusal.
	brought func(error) []audit.Fact
}

// run does the route's work. What is too large is refused before anything of it
// is read; the body is read only for somebody we know.
func (c *call) run() (reply, error) {
	limit := c.rt.limit
	if limit == 0 {
		limit = c.api.Limits.Body
	}
	if c.r.ContentLength > limit && !c.rt.brings {
		return reply{}, tooLarge(limit)
	}
	if c.rt.Asks != anyone {
		who, session, err := c.api.identify(c.r)
		if err != nil {
			return reply{}, err
		}
		c.who, c.session = who, session
	}
	if c.rt.brings {
		c.brought = c.unread
	}
	if c.r.ContentLength > limit {
		return reply{}, tooLarge(limit)
	}
	if err := c.readID(); err != nil {
		return reply{}, err
	}
	if err := c.readQuery(); err != nil {
		return reply{}, err
	}
	if err := c.readBody(limit); err != nil {
		return reply{}, err
	}
	if !c.rt.late {
		if err := c.proven(); err != nil {
			return reply{}, err
		}
	}
	return c.rt.do(c)
}

// unread names what was sent where it could not be read for its files.
func (c *call) unread(error) []audit.Fact {
	if c.body == nil {
		size := "unknown" // of a body that came in pieces
		if c.r.ContentLength >= 0 {
			size = strconv.FormatInt(c.r.ContentLength, 10)
		}
		return []audit.Fact{{Name: "body_size", Value: size}}
	}
	sum := sha256.Sum256(c.body)
	return []audit.Fact{{Name: "body_size", Value: strconv.Itoa(len(c.body))}, {Name: "body_sha256", Value: hex.EncodeToString(sum[:])}}
}

func tooLarge(limit int64) error {
	return fault.New(fault.TooLarge, "body_too_large", "The body may have %d bytes at most.", limit)
}

// readID refuses ids that no record can have, before a database sees them.
func (c *call) readID() error {
	id := string(c.id())
	if len(id) > 200 || strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fault.New(fault.NotFound, "not_found", "No record can have such an id.")
	}
	return nil
}

// readQuery takes the declared parameters, each once. A misspelt dry_run must
// not execute.
func (c *call) readQuery() error {
	q, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return fault.Bad("query", "bad_query", "The query cannot be read: %v.", err)
	}
	known, many, among := map[string]bool{}, map[string]bool{}, map[string][]any{}
	var names []string
	for _, p := range c.rt.query {
		known[p.name], many[p.name] = true, p.many
		names = append(names, p.name)
		if among[p.name] = p.schema.Enum; p.schema.Items != nil {
			among[p.name] = p.schema.Items.Enum
		}
		if p.required && q.Get(p.name) == "" {
			return fault.Bad(p.name, "missing_parameter", "Give the parameter %s: %s", p.name, p.doc)
		}
	}
	for name, values := range q {
		switch {
		case !known[name] && len(names) == 0:
			return fault.Bad(name, "unknown_parameter", "This takes no parameter.")
		case !known[name]:
			return fault.Bad(name, "unknown_parameter", "There is no parameter %q here; there are %s.", name, strings.Join(names, ", "))
		case len(values) > 1 && !many[name]:
			return fault.Bad(name, "repeated_parameter", "The parameter %s is given %d times.", name, len(values))
		}
		for _, v := range values {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return fault.Bad(name, "not_utf8", "This is not text in UTF-8.")
			}
			if list := among[name]; list != nil && !slices.Contains(list, any(v)) && v != "" {
				return fault.Bad(name, "bad_value", "%q is none of %s.", v, strings.Trim(fmt.Sprint(list), "[]"))
			}
		}
	}
	c.query = q
	c.dryRun, err = c.truth("dry_run")
	return err
}

// truth reads a boolean parameter; absent is false.
func (c *call) truth(name string) (bool, error) {
	switch v := c.query.Get(name); v {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	default:
		return false, fault.Bad(name, "bad_value", "%q is neither true nor false.", v)
	}
}

// number reads a parameter between low and high; absent is otherwise.
func (c *call) number(name string, low, high, otherwise int64) (int64, error) {
	v := c.query.Get(name)
	if v == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < low || n > high {
		return 0, fault.Bad(name, "bad_value", "%q is not a whole number from %d to %d.", v, low, high)
	}
	return n, nil
}

// moment reads a time parameter; absent is 0.
func (c *call) moment(name string) (govern.Time, error) {
	v := c.query.Get(name)
	var t govern.Time
	if err := t.UnmarshalJSON([]byte(strconv.Quote(v))); err != nil {
		return 0, fault.Bad(name, "bad_value", "%q is not a time like 2026-11-22T14:00:00Z.", v)
	}
	return t, nil
}

func (c *call) readBody(limit int64) error {
	if c.rt.body == nil {
		if c.r.ContentLength != 0 {
			return fault.Bad("body", "body_not_expected", "This request takes no body.")
		}
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, limit))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return tooLarge(limit)
	case err != nil:
		return fault.Wrap(err, fault.Invalid, "body_broken_off", "The body broke off before its end; send it again.")
	}
	got, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if len(body) > 0 && (err != nil || got != "application/json" && c.rt.forms[got] == nil) {
		return fault.Bad("Content-Type", "bad_content_type", "Send the body as application/json, not as %q.", c.r.Header.Get("Content-Type"))
	}
	c.body = body
	return nil
}

// id is the record of the address.
func (c *call) id() govern.ID { return govern.ID(c.r.PathValue("id")) }

// note is what the headers add to the request.
func (c *call) note() (govern.Note, error) {
	n := govern.Note{Key: c.r.Header.Get("Idempotency-Key"), Ask: c.made}
	if len(n.Key) > 200 || strings.ContainsFunc(n.Key, func(r rune) bool { return r < ' ' || r > '~' }) {
		return n, fault.Bad("Idempotency-Key", "bad_value", "An idempotency key has at most 200 printable ASCII characters.")
	}
	var err error
	if n.Reason, err = c.header("Countersign-Reason", 2000); err != nil {
		return n, err
	}
	if n.Ticket, err = c.header("Countersign-Ticket", 140); err != nil {
		return n, err
	}
	sum := sha256.New()
	_, _ = io.WriteString(sum, c.r.Method+"\n"+c.r.URL.RequestURI()+"\n")
	_, _ = sum.Write(c.body)
	n.Fingerprint = hex.EncodeToString(sum.Sum(nil))
	return n, nil
}

// header reads a text header. Text beyond ASCII comes as raw UTF-8, or in the
// form of RFC 8187 from clients that cannot send that.
func (c *call) header(name string, longest int) (string, error) {
	v := c.r.Header.Get(name)
	if coded, ok := strings.CutPrefix(v, "UTF-8''"); ok {
		plain, err := url.PathUnescape(coded)
		if err != nil {
			return "", fault.Bad(name, "bad_value", "After UTF-8'' the text is percent-encoded: %v.", err)
		}
		v = plain
	}
	if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
		return "", fault.Bad(name, "not_utf8", "This is not text in UTF-8.")
	}
	if n := utf8.RuneCountInString(v); n > longest {
		return "", fault.Bad(name, "too_long", "These are %d characters, %d are allowed.", n, longest)
	}
	return v, nil
}
