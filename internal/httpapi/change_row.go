package httpapi

import (
	"cmp"
	"reflect"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
)

func (x *resource) changeRoutes() {
	match := text("If-Match", "The version that was read, from its ETag.")
	put := route{
		Route: Route{Method: "PUT", Path: x.path() + "/{id}", Permission: x.name + ".update"}, tag: x.name, write: true,
		summary: "Replace " + oneOf(x.name) + " (If-Match)", headers: []parameter{match}, body: x.write, do: x.put,
	}
	if !x.drawn() {
		put.Also, put.created = x.name+".insert", true
		put.summary += ", or insert one under an id of your own (If-None-Match: *, permission " + put.Also + ")"
		put.headers = append(put.headers, text("If-None-Match", "* to insert, when nothing has that id yet."))
	}
	x.a.add(put)
	x.patchRoute(match)
	x.a.add(route{
		Route: Route{Method: "DELETE", Path: x.path() + "/{id}", Permission: x.name + ".delete"}, tag: x.name, write: true,
		summary: "Delete " + oneOf(x.name), headers: []parameter{match.must()}, do: x.remove,
	})
	body := schemaInline[Earlier](x.a)
	x.a.add(route{
		Route: Route{Method: "POST", Path: x.path() + "/{id}/put_back", Permission: x.name + ".update"}, tag: x.name, write: true,
		summary: "Put " + oneOf(x.name) + " back to an earlier version, by what the log tells of it: an update like any other (If-Match)",
		headers: []parameter{match.must()}, body: body, answer: schemaOf[PlannedBack](x.a), do: func(c *call) (reply, error) {
			var v Earlier
			if _, err := x.a.decode(c.body, body, true, &v); err != nil {
				return reply{}, err
			}
			return x.putBack(c, v.To)
		},
	})
}

func (x *resource) insertRoute() {
	x.a.add(route{
		Route: Route{Method: "POST", Path: x.path(), Permission: x.name + ".insert"}, tag: x.name, write: true, created: true,
		summary: "Insert " + oneOf(x.name), body: x.write, do: x.insert,
	})
}

func (x *resource) insert(c *call) (reply, error) {
	id := govern.NewID(x.a.Engine.Now())
	row, err := x.row(c, id, nil)
	if err != nil {
		return reply{}, err
	}
	return x.beneath(c, x.t.PutNew(id, row), row)
}

// beneath asks for a new row. What is refused beneath a record that the asker does not
// see is answered like what is refused beneath one that is not there: neither that it
// is, nor where it belongs, nor what is wrong there is told. What was refused stands in
// the log.
func (x *resource) beneath(c *call, cmd govern.Command, row any) (reply, error) {
	rep, err := c.submit(cmd)
	if f := fault.From(err); err == nil || f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		return rep, err
	}
	of, column, failed := x.a.Engine.Unseen(c.ctx, c.who.User, x.t, row)
	if failed != nil || column == "" {
		return rep, cmp.Or(failed, err)
	}
	if inserts := x.name + ".insert"; !c.holds(inserts) {
		return rep, cmp.Or(c.on(inserts), err)
	}
	if c.dryRun && fault.Is(err, fault.Denied) {
		c.refused(err)
	}
	return rep, fault.Bad(column, "unknown_reference", "There is no %s %s.", words(of.Table), of.ID)
}

func (x *resource) put(c *call) (reply, error) {
	none, match := c.r.Header.Get("If-None-Match"), c.r.Header.Get("If-Match")
	switch {
	case none != "" && none != "*":
		return reply{}, fault.Bad("If-None-Match", "bad_value", "Only * is of use here.")
	case none != "" && match != "":
		return reply{}, fault.Bad("If-None-Match", "both_matches", "Send If-Match to replace or If-None-Match: * to insert, not both.")
	case none != "":
		return x.putNew(c)
	}
	base, err := c.match()
	if err != nil {
		return reply{}, err
	}
	before, err := x.t.Get(c.ctx, x.a.DB, c.id())
	if fault.Is(err, fault.NotFound) || !c.holds(x.name+".update") {
		return c.submit(x.t.Put(c.id(), base, x.t.New())) // the Engine says it to those who may know
	}
	if err != nil {
		return reply{}, err
	}
	row, err := x.row(c, c.id(), before)
	if err != nil {
		return reply{}, err
	}
	return c.submit(x.t.Put(c.id(), x.since(before, base), row))
}

func (x *resource) putNew(c *call) (reply, error) {
	if x.drawn() {
		return reply{}, fault.Bad("If-None-Match", "not_here", "A token's secret is drawn by the server: POST it to %s.", x.path())
	}
	if err := chosen(c.id()); err != nil {
		return reply{}, err
	}
	row, err := x.row(c, c.id(), nil)
	if err != nil {
		return reply{}, err
	}
	return x.beneath(c, x.t.PutNamed(c.id(), row), row)
}

func (x *resource) remove(c *call) (reply, error) {
	base, err := c.match()
	if err != nil {
		return reply{}, err
	}
	return c.submit(x.t.Remove(c.id(), base))
}

// Earlier is the version that a record is put back to.
type Earlier struct {
	To int64 `json:"to" minimum:"1" doc:"The version: GET …/history tells them. Secrets stay as they are."`
}

// PlannedBack is the answer to a dry run of putting back.
type PlannedBack struct {
	Planned
	Kept []string `json:"kept,omitempty" doc:"The secrets that stay as they are, by column."`
}

// putBack asks for the update. What it would be made of is told to nobody who may
// not update the record: the Engine refuses those.
func (x *resource) putBack(c *call, version int64) (reply, error) {
	base, err := c.match()
	if err != nil {
		return reply{}, err
	}
	before, err := x.t.Get(c.ctx, x.a.DB, c.id())
	if fault.Is(err, fault.NotFound) || !c.holds(x.name+".update") {
		return c.submit(x.t.Put(c.id(), base, x.t.New()))
	}
	if err == nil && x.a.Engine.Check(c.who.User, x.name+".update", x.t.TargetOf(before)) != nil {
		return c.submit(x.t.Put(c.id(), base, before))
	}
	if err != nil {
		return reply{}, err
	}
	back, err := x.a.Engine.PutBack(c.ctx, c.who.User, x.t, c.id(), x.since(before, base), version)
	if err != nil {
		return reply{}, err
	}
	rep, err := c.submit(back.Command)
	if p, planned := rep.body.(Planned); planned {
		rep.body = PlannedBack{p, back.Kept}
	}
	return rep, err
}

// row reads the body into a row of that id. Secrets that the body leaves out
// stay those of before; the Engine refuses the change if that version is not
// the one it is made on.
func (x *resource) row(c *call, id govern.ID, before any) (any, error) {
	row := x.t.New()
	present, err := x.a.decode(c.body, x.write, false, row)
	if err != nil {
		return nil, err
	}
	v := reflect.ValueOf(row).Elem()
	for _, col := range x.columns {
		if !col.Masked {
			continue
		}
		field := v.FieldByIndex(col.Field)
		if !present[col.Name] || field.String() == govern.Masked {
			field.SetZero()
			if before != nil {
				field.Set(reflect.ValueOf(before).Elem().FieldByIndex(col.Field))
			}
			continue
		}
		if len(x.prepare) > 0 {
			continue
		}
		if err := x.seal(field, col.Name, id); err != nil {
			return nil, err
		}
	}
	x.t.SetID(row, id)
	for _, prepare := range x.prepare {
		if err := prepare(row); err != nil {
			return nil, err
		}
	}
	return row, nil
}

// seal replaces clear text by its sealed form, before anything is planned, so
// that no pending change and no log ever holds it.
func (x *resource) seal(field reflect.Value, column string, id govern.ID) error {
	if field.Type() != reflect.TypeFor[secret.Sealed]() {
		return fault.Bad(column, "not_settable", "The %s is set by the server alone.", column)
	}
	if field.String() == "" {
		return nil
	}
	sealed, err := x.a.Ring.SealText(field.String(), SecretOf(x.name, id, column))
	if err == nil {
		field.SetString(string(sealed))
	}
	return err
}

// SecretOf is what a sealed column is bound to: the same text opens it.
func SecretOf(table string, id govern.ID, column string) string {
	return table + "/" + string(id) + "/" + column
}
