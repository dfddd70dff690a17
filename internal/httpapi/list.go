package httpapi

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Page is one page of a list.
type Page struct {
	Items []json.RawMessage `json:"items"`
	Next  string            `json:"next,omitempty"`
	Total *int64            `json:"total,omitempty"`
	Names Names             `json:"names,omitempty"`
	More  bool              `json:"more,omitempty"`
}

// docNext says what is done with a cursor.
const docNext = "Send it as cursor, with the same filters and sort, to get the next page; absent at the end."

// listParameters are what a list takes, with the columns that it may be filtered
// and sorted by.
func listParameters(columns []govern.Column) []parameter {
	filters, sorts, by := []string{"id(=|!=)"}, []any{"id", "-id"}, []string{"id = !="}
	for _, c := range columns {
		if ops := c.FilterOps(); ops != nil {
			filters = append(filters, c.Name+"("+strings.Join(ops, "|")+")")
			by = append(by, c.Name+" "+strings.Join(ops, " "))
		}
		if c.Sorts() {
			sorts = append(sorts, c.Name, "-"+c.Name)
		}
	}
	return []parameter{
		{name: "filter", many: true, schema: &huma.Schema{Type: huma.TypeArray, MaxItems: &mostFilters, Items: &huma.Schema{
			Type: huma.TypeString, Pattern: "^(" + strings.Join(filters, "|") + ")",
		}}, doc: "Column, operator, value; all must hold, so give it as often as needed. ~ is: contains. An amount is written as EUR 12.50. By: " + strings.Join(by, "; ") + "."},
		{name: "sort", schema: &huma.Schema{Type: huma.TypeString, Enum: sorts}, doc: "A column, with - before it downwards; id when absent."},
		number("limit", "At most so many rows, 1 to 1000; 100 when absent.").between(1, 1000),
		text("cursor", "The next of the page before."),
		truth("count", fmt.Sprintf("Also answer how many rows there are in all, as far as %d.", govern.Counted)),
		truth("names", "Also answer what the users, units, groups, roles, labels, processes and calendars are called that these rows name."),
		truth("export", "The rows are taken out of the program: that is logged."),
	}
}

var (
	mostFilters = 20
	filterForm  = regexp.MustCompile(`(?s)^([a-z_]+)(=|!=|<=|>=|<|>|~)(.*)$`)
)

// listing reads the parameters of a list.
func (c *call) listing(table string) (govern.Listing, error) {
	l := govern.Listing{Sort: c.query.Get("sort")}
	limit, err := c.number("limit", 1, 1000, 100)
	if err != nil {
		return l, err
	}
	l.Limit = int(limit)
	if l.Count, err = c.truth("count"); err != nil {
		return l, err
	}
	if len(c.query["filter"]) > mostFilters {
		return l, fault.Bad("filter", "too_many_filters", "A list takes %d filters at most.", mostFilters)
	}
	for _, f := range c.query["filter"] {
		m := filterForm.FindStringSubmatch(f)
		if m == nil {
			return l, fault.Bad("filter", "bad_filter", "%q is not a column, an operator (= != < <= > >= ~) and a value.", f)
		}
		l.Filters = append(l.Filters, govern.Filter{Column: m[1], Op: m[2], Value: m[3]})
	}
	if cursor := c.query.Get("cursor"); cursor != "" {
		l.After = &govern.Place{}
		err = c.openCursor(cursor, c.cursorOf(table), l.After)
	}
	return l, err
}

// cursorOf is what a cursor of this list is bound to: who asks, and for what.
func (c *call) cursorOf(list string) string {
	filters := slices.Sorted(slices.Values(c.query["filter"]))
	return fmt.Sprintf("cursor\n%s\n%s\n%s\n%s", list, c.who.User, c.query.Get("sort"), url.Values{"filter": filters}.Encode())
}

// cursor seals where a page ended: its last row may be one that the asker may
// not view.
func (c *call) cursor(of string, place any) (string, error) {
	text, err := json.Marshal(place)
	if err != nil {
		return "", err
	}
	key, sealed, err := c.api.Ring.Seal(text, []byte(of))
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint32(nil, key), sealed...)), err
}

func (c *call) openCursor(cursor, of string, place any) error {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil && len(b) > 4 {
		var text []byte
		if text, err = c.api.Ring.Unseal(binary.BigEndian.Uint32(b), b[4:], []byte(of)); err == nil {
			return json.Unmarshal(text, place)
		}
	}
	return fault.Bad("cursor", "foreign_cursor", "This cursor is not of this list with these filters and this sort; begin without one.")
}

// list answers rows that the asker may view.
func (x *resource) list(c *call) (reply, error) {
	l, err := c.listing(x.name)
	if err != nil {
		return reply{}, err
	}
	found, err := x.a.Engine.List(c.ctx, c.who.User, x.name, l)
	if err != nil {
		return reply{}, err
	}
	page := Page{Items: found.Items}
	if named, err := c.truth("names"); err != nil {
		return reply{}, err
	} else if named {
		if page.Names, err = x.namesIn(c, found.Items); err != nil {
			return reply{}, err
		}
	}
	if l.Count {
		page.Total, page.More = &found.Total, found.More
	}
	if found.Next != nil {
		page.Next, err = c.cursor(c.cursorOf(x.name), found.Next)
	}
	if out, odd := c.truth("export"); odd != nil {
		return reply{}, odd
	} else if out && err == nil {
		err = c.noted(x.name+".export", audit.Record{}, x.exported(c, len(found.Items))...)
	}
	return reply{body: page}, err
}

// exported are what was asked for, but for the cursor, and how many rows left.
func (x *resource) exported(c *call, rows int) []audit.Fact {
	facts := []audit.Fact{{Name: "rows", Value: strconv.Itoa(rows)}}
	for _, name := range []string{"filter", "sort"} {
		for _, v := range c.query[name] {
			facts = append(facts, audit.Fact{Name: name, Value: v})
		}
	}
	return facts
}

// pageOf is the schema of a page of items.
func pageOf(items *huma.Schema, counted bool) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeObject, Required: []string{"items"}, AdditionalProperties: false, Properties: map[string]*huma.Schema{
		"items": {Type: huma.TypeArray, Items: items}, "next": {Type: huma.TypeString, Description: docNext},
	}}
	if counted {
		s.Properties["names"] = &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{Type: huma.TypeString}}, Description: "With names: by table, such as user, unit and process, what the records are called that the rows name."}
		s.Properties["total"] = &huma.Schema{Type: huma.TypeInteger, Format: "int64", Description: "How many rows there are in all, with count."}
		s.Properties["more"] = &huma.Schema{Type: huma.TypeBoolean, Description: "There are more than total says; absent when it says it exactly."}
	}
	return s
}
