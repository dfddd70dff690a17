package govern

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"slices"
	"sort"
	"strings"

	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/money"
)

// TableInfo is a declared table as the page is made from it, with what the asker
// may do there.
type TableInfo struct {
	Name       string        `json:"name"`
	Doc        string        `json:"doc"`
	Area       string        `json:"area" doc:"What it belongs to, such as payments."`
	Parent     string        `json:"parent,omitempty" doc:"The table that its rows belong to."`
	ParentKind string        `json:"parent_kind,omitempty" enum:"part,under" doc:"part: a row is part of its parent, and changes its version; under: it stands beneath it."`
	Columns    []ColumnInfo  `json:"columns" doc:"In the order in which people are shown them."`
	Title      []string      `json:"title_columns" doc:"The columns that name a row to people; the id where there are none."`
	Commands   []CommandInfo `json:"commands"`
	// Lone is a row as lists have it.
	Lone json.RawMessage `json:"lone,omitempty" doc:"The one row that such a table has, of version 0, as it holds until somebody writes it. Its commands set columns of the same names."`
	May  MayInfo         `json:"may"`
}

// MayInfo is what the asker may do somewhere in a table. On one record the
// access question says it.
type MayInfo struct {
	View   bool `json:"view"`
	Insert bool `json:"insert"`
	Update bool `json:"update"`
	Delete bool `json:"delete"`
}

// CommandInfo is a declared command.
type CommandInfo struct {
	Name   string       `json:"name"`
	Doc    string       `json:"doc"`
	Path   string       `json:"path" doc:"Where it is POSTed, with {id} for the record."`
	May    bool         `json:"may" doc:"Whether the asker may give it on some record."`
	Makes  bool         `json:"makes" doc:"Whether it enters a new record, instead of acting on one that is there."`
	Fields []ColumnInfo `json:"fields" doc:"What its body holds."`
}

// ColumnInfo is a column of a table or a field of a command.
type ColumnInfo struct {
	Name      string   `json:"name"`
	Doc       string   `json:"doc"`
	Type      string   `json:"type" enum:"text,date,currency,integer,boolean,time,decimal,money,list,document" doc:"list: of texts; document: any JSON."`
	Enum      []string `json:"enum,omitempty"`
	Ref       string   `json:"ref,omitempty" doc:"The table whose ids it holds."`
	Required  bool     `json:"required"`
	Readonly  bool     `json:"readonly" doc:"Only the server sets it."` // or fills it in, by the tag filled
	Masked    bool     `json:"masked" doc:"A secret: never shown."`
	Min       *int64   `json:"min,omitempty"`
	MinLength int      `json:"min_length,omitempty"`
	MaxLength int      `json:"max_length,omitempty"`
	Pattern   string   `json:"pattern,omitempty" doc:"A regular expression (RE2)."`
	Filter    []string `json:"filter" enum:"=,!=,<,<=,>,>=,~" doc:"The operators that a list may be filtered with by it; none when it may not."`
	Sort      bool     `json:"sort" doc:"Whether a list may be sorted by it."`
}

// Catalogue lists the tables that the user may view or act on somewhere, by
// name.
func (e *Engine) Catalogue(user string) []TableInfo {
	v, now := e.view.Load(), int64(At(e.now()))
	return e.catalogue(func(permission string) bool { return v.access.Holds(user, permission, now) })
}

// Declared lists every table as somebody who may do everything would see it, for
// what is written about all of them.
func (e *Engine) Declared() []TableInfo {
	return e.catalogue(func(string) bool { return true })
}

func (e *Engine) catalogue(holds func(permission string) bool) []TableInfo {
	areas := e.areas()
	list := []TableInfo{}
	for _, d := range e.all() {
		info := d.info()
		if info.Area = areas[path.Base(d.typ.PkgPath())]; d.composed {
			info.Area = "foreign"
		}
		info.Commands = e.commandsOf(d.name, holds)
		info.May = MayInfo{View: holds(d.name + ".view")}
		if !d.byCommand {
			info.May.Insert, info.May.Update, info.May.Delete = holds(d.name+".insert"), holds(d.name+".update"), !d.stays && holds(d.name+".delete")
		}
		acts := slices.ContainsFunc(info.Commands, func(c CommandInfo) bool { return c.May })
		if acts || info.May != (MayInfo{}) {
			list = append(list, info)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// areas name the packages of the tables by the areas of their commands.
func (e *Engine) areas() map[string]string {
	areas := map[string]string{}
	for _, d := range e.tables {
		name := path.Base(d.typ.PkgPath())
		areas[name] = name
	}
	for _, v := range e.Verbs() {
		if v.New == nil {
			continue
		}
		name := path.Base(reflect.TypeOf(v.New()).Elem().PkgPath())
		if areas[name] != "" {
			areas[name] = v.Area
		}
	}
	return areas
}

func (e *Engine) commandsOf(table string, holds func(string) bool) []CommandInfo {
	list := []CommandInfo{}
	for _, v := range e.Verbs() {
		on, verb, _ := strings.Cut(v.Name, ".")
		if on != table || v.New == nil {
			continue
		}
		list = append(list, CommandInfo{
			Name: v.Name, Doc: v.Doc, Path: "/api/v1/" + v.Area + "/" + table + "/{id}/" + verb, May: holds(v.Name), Makes: v.Makes,
			Fields: fieldsOf(reflect.TypeOf(v.New()).Elem()),
		})
	}
	return list
}

// fieldsOf describes the body of a command.
func fieldsOf(t reflect.Type) []ColumnInfo {
	list := []ColumnInfo{}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || !f.IsExported() || name == "-" || name == "" {
			continue
		}
		c := column{name: name, typ: f.Type, kind: document}
		if f.Type.Kind() != reflect.Pointer {
			c.kind = kindOf(f.Type)
		}
		c.constraint = constraintOf(t.Name(), f)
		info := c.info(f)
		// minLength 0: a text that must be given and may be empty, which a form always does.
		info.Required = info.Required && !strings.Contains(options, "omit") && f.Tag.Get("minLength") != "0"
		info.Filter, info.Sort = []string{}, false
		list = append(list, info)
	}
	return list
}

func (d *def) info() TableInfo {
	info := TableInfo{Name: d.name, Doc: d.doc, Lone: d.lone, Parent: d.parentName, Columns: []ColumnInfo{}, Title: d.title()}
	switch {
	case d.parentPart:
		info.ParentKind = "part"
	case d.parentName != "":
		info.ParentKind = "under"
	}
	columns := slices.Clone(d.columns)
	slices.SortFunc(columns, func(a, b column) int { return slices.Compare(a.index, b.index) })
	for i := range columns {
		c := &columns[i]
		field := d.typ.FieldByIndex(c.index)
		column := c.info(field)
		column.Readonly = d.byCommand || field.Tag.Get("filled") != "" || c.audit == Mask && c.typ != reflect.TypeFor[secret.Sealed]()
		info.Columns = append(info.Columns, column)
	}
	return info
}

func (c *column) info(f reflect.StructField) ColumnInfo {
	k := &c.constraint
	info := ColumnInfo{
		Name: c.name, Doc: f.Tag.Get("doc"), Type: c.typeName(), Enum: k.enum, Ref: k.ref, Required: !k.optional && c.audit != Mask,
		Masked: c.audit == Mask, Min: k.floor, MinLength: k.min, MaxLength: k.max, Filter: c.filterOps(), Sort: c.sorts(),
	}
	if k.pattern != nil {
		info.Pattern = k.pattern.String()
	}
	if info.Filter == nil {
		info.Filter = []string{}
	}
	return info
}

// setLone panics on a row that cannot be shown, as all of a declaration does.
func (d *def) setLone(row any) {
	d.loneRow = row
	var err error
	if d.lone, err = d.whole(row, ""); err != nil {
		panic(fmt.Sprintf("govern: %s: the row that holds by default: %v", d.name, err))
	}
}

const datePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

func (c *column) typeName() string {
	switch c.kind {
	case integer:
		return "integer"
	case boolean:
		return "boolean"
	case moment:
		return "time"
	case decimal:
		return "decimal"
	case amount:
		return "money"
	case document:
		if c.list() {
			return "list"
		}
		return "document"
	}
	switch {
	case c.typ == reflect.TypeFor[money.Currency]():
		return "currency"
	case strings.HasSuffix(c.name, "_date"), c.constraint.pattern != nil && c.constraint.pattern.String() == datePattern:
		return "date"
	}
	return "text"
}

// title are the columns that name a row to people: what is called a name or a
// number where there is one, else what makes it unique, else whom it joins. A table's
// one row is called as the table.
func (d *def) title() []string {
	title := []string{}
	if d.lone != nil {
		return title
	}
	for _, name := range []string{"code", "name", "owner", "reference", "end_to_end_id", "file_name", "text", "key"} {
		if slices.ContainsFunc(d.columns, func(c column) bool { return c.name == name && c.audit != Mask }) && len(title) < 2 {
			title = append(title, name)
		}
	}
	if len(title) > 0 {
		return title
	}
	var set []string
	if len(d.unique) > 0 {
		set = d.unique[0]
	}
	for i := range d.columns {
		c := &d.columns[i]
		inSet := slices.Contains(set, c.sql[0])
		if set == nil {
			inSet = c.constraint.ref != "" && c.constraint.ref != "unit" && c.name != "asked_by" // who asked for a thing is no name of it
		}
		if inSet && c.audit != Mask && (c.constraint.ref != d.parentName || c.constraint.ref == "") {
			title = append(title, c.name)
		}
	}
	return title
}
