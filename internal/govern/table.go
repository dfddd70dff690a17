package govern

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/govern/internal/rowio"
	"github.com/countersign/countersign/internal/store"
)

// Meta is embedded first in every governed row. Version counts from 1 and grows
// by one with every change.
type Meta struct {
	ID      ID    `json:"id" db:"id" doc:"Names the record for ever."`
	Version int64 `json:"version" db:"version" doc:"Grows by one with every change; send it back as If-Match."`
}

func (m *Meta) meta() *Meta { return m }

// Root is embedded instead of Meta by tables that others stand under:
// ChildrenVersion grows with every change among them, so that a plan can be
// bound to a whole set by one number.
type Root struct {
	Meta
	ChildrenVersion int64 `json:"-" db:"children_version"`
}

func (r *Root) root() *Root { return r }

type governed interface{ meta() *Meta }

// Parent names the record that a row belongs to.
type Parent[T any] struct {
	Table string
	ID    func(*T) ID
	// Part says that parent and rows are one thing: they share version, lock
	// and digest (package and order). Otherwise the row stands under its parent
	// (cycle and invoice) and only stirs its children's version.
	Part bool
}

// Table declares one governed table of T. Storage, REST resource, OpenAPI
// schema, permissions, four-eyes switch and audit difference all follow from it
// and from T's tags.
type Table[T any] struct {
	Name string
	Doc  string // one sentence for the documentation

	// Target says which unit a row belongs to and which records' grants reach
	// it besides its own. Nil: only grants over everything or over the row.
	Target func(*T) access.Target
	// Entry is what bringing a row where it stands is asked on, where the row makes its
	// own place: a new unit is nowhere yet, its parent is. Inserting is asked on it
	// alone, moving on that of both ends as well.
	Entry func(*T) access.Target
	// Asked are the tables and things, as permissions begin, whose permissions are asked
	// where a row of this table belongs: whoever brings a row into another unit gains
	// what they hold there of them. Nil: any may be, as on what other records stand
	// beneath.
	Asked []string
	// Fill completes a row by what follows from the records that it names, such as
	// the unit that it belongs to, before it is asked who may write it. Check
	// does the same again, for the ways in that bring whole rows.
	Fill func(ctx context.Context, q Reader, row *T) error
	// Because names the columns in which a row keeps the ticket and the reason of the
	// change that made it.
	Because func(*T) Because
	// Check refuses a row that breaks a rule of its table: before is nil for an
	// insertion, after for a deletion. It may read.
	Check func(ctx context.Context, q Reader, before, after *T) error
	// Unique lists sets of SQL columns that no two rows may share.
	Unique [][]string
	// Key names the columns that people know a record by, where they are not the
	// first of the unique sets.
	Key    []string
	Parent *Parent[T]
	// ByCommand: rows change only through commands of their area, never by the
	// generic insert, update and delete.
	ByCommand bool
	// Stays: no row is ever deleted. Check says what to do in its place, and nobody is
	// offered a deletion.
	Stays bool
	// Lone is the one row of its table as it holds until somebody writes it: the page
	// shows it in the row's place, and forms on the row begin with what holds.
	Lone *T
	// MakerRole is the id of the role that whoever inserts a row is granted on it.
	MakerRole string
	// EndsWith names the column that holds the id of a pending change: a row is
	// deleted in the same transaction in which that change ends, whatever becomes
	// of it.
	EndsWith string
	// Abode keeps in the row the unit of another record that it names, of whatever
	// table, when it does.
	Abode *Abode[T]
	// Aside names the rows that are for trying out: governance as code passes over
	// them, and over what refers to them.
	Aside func(ctx context.Context, r store.Reader) ([]ID, error)
	// Open: whoever holds the view of the table at any scope is shown all of its
	// rows, because people everywhere need what belongs to no unit; not what was done
	// to them, by whom.
	Open bool
	// Facts is what the row means for access decisions, when it does.
	Facts func(*T) access.Facts
	// Rule is the four-eyes rule that the row is, when it is one.
	Rule func(*T) approval.Rule
	// Terms is what the row lays down for all access, when it does: of one row at
	// most.
	Terms func(*T) Terms
	// Extends is what the row adds to the declarations of the program, when it does.
	Extends func(*T) (Extension, error)
	// Benefits names the users whose means of acting the change adds to, where
	// they are no grants (points, jobs): nobody makes or agrees to such a change
	// for themselves. before and after are as for Check. It may read.
	Benefits func(ctx context.Context, q Reader, before, after *T) ([]ID, error)
	// Guard keeps some rows from who does not hold a further permission besides the
	// view of the table, everywhere: in lists, searches, changes, events and the log.
	Guard *Guard
	// Hidden are rows that nobody is shown under the terms in force, when there are.
	Hidden *Hidden
	// Turns reports whether an update turns the record into something else in the
	// eyes of its table; the Engine notes when it was written, see Turned.
	Turns func(before, after *T) bool
	// Payee is whom the change of the row would have paid where nobody was paid
	// before, or the zero Payee: approvers are told. It may read.
	Payee func(ctx context.Context, r store.Reader, before, after *T) (Payee, error)
	// Duty is the duty rule that the row is, Exception the exception from one.
	Duty      func(*T) duty.Rule
	Exception func(*T) duty.Exception
	// Deputy is the deputyship that the row is. One that is not named by the absent
	// person always waits for somebody else's agreement.
	Deputy func(*T) Deputyship
	// News is what whoever asked for a change of the row is told once it is executed,
	// a word such as created; "" for nothing. before and after are as for Check.
	News func(before, after *T) string
	// Means names the commands that an update of the row amounts to: whoever makes
	// it by whatever other way needs their permissions too, and waits for their rules.
	// Of a lone row that nobody wrote yet before is what holds.
	Means func(before, after *T, now Time) []string
	// Anew reports whether an update makes of the row what only a new one could be: it
	// asks, and waits for, what inserting the row as it becomes would besides.
	Anew func(before, after *T) bool
	// Brings are the other rows that the commands of Means would write for such an
	// update: they are part of every plan with one. stays reports that the plan's
	// command names a record to say that it stays. The plan is then all or nothing.
	Brings func(ctx context.Context, q Reader, before, after *T, stays func(Ref) bool) ([]RowChange, error)
	// Over reports whether the row's time is over, so that the program takes it away
	// when it comes to it: files that still name such a row ask for nothing.
	Over func(row *T, now Time) bool
	// Cut is a deputyship's row as it is when it ends at that moment, nil for one
	// that is deleted then.
	Cut func(row *T, at Time) *T

	def *def
}

// def is a Table with its type erased, as the Engine holds it.
type def struct {
	name, doc string
	typ       reflect.Type
	columns   []column // sorted by JSON name
	sql       []string // SQL columns, in the columns' order
	hasRoot   bool
	composed  bool // declared while the program runs
	plain     bool // every column is shown in the log as it is
	byCommand bool
	stays     bool // rows are never deleted
	unique    [][]string
	key       []string
	endsWith  string
	makerRole string
	open      bool            // every row is shown to who views any
	lone      json.RawMessage // as it may leave; nil: there may be many rows
	loneRow   any             // the same as a *T
	writer    *rowio.Table
	selects   string

	target     func(any) access.Target
	placed     bool                    // its rows say where they are
	entry      func(any) access.Target // nil: a row enters where its target is
	asked      []string                // nil: anything
	fill       func(ctx context.Context, q Reader, row any) error
	because    func(row any) Because
	check      func(ctx context.Context, q Reader, before, after any) error
	parent     func(any) (table string, id ID, part bool)
	facts      func(any) access.Facts
	aside      func(ctx context.Context, r store.Reader) ([]ID, error)
	abode      *abode
	hidden     *Hidden
	rule       func(any) approval.Rule
	terms      func(any) Terms
	extends    func(any) (Extension, error)
	benefits   func(ctx context.Context, q Reader, before, after any) ([]ID, error)
	guard      *guard
	turns      func(before, after any) bool
	payee      func(ctx context.Context, r store.Reader, before, after any) (Payee, error)
	duties     dutyHooks
	deputy     func(any) Deputyship
	means      func(before, after any, now Time) []string
	anew       func(before, after any) bool
	brings     func(ctx context.Context, q Reader, before, after any, stays func(Ref) bool) ([]RowChange, error)
	cut        func(row any, at Time) any // nil: it is deleted
	over       func(row any, now Time) bool
	news       func(before, after any) string
	parentName string
	parentPart bool
	reach      *reach // nil: rows are looked at one by one
}

var nameForm = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)

// Declare reads T's tags once. It panics on a wrong declaration, naming the
// field, so that the program does not start with it.
func Declare[T any](t Table[T]) *Table[T] {
	if !nameForm.MatchString(t.Name) {
		panic("govern: a table's name is singular snake_case, not " + t.Name)
	}
	row := reflect.TypeFor[T]()
	if _, ok := any(new(T)).(governed); !ok {
		panic(fmt.Sprintf("govern: %s: embed govern.Meta or govern.Root first in %s", t.Name, row))
	}
	d := &def{name: t.Name, doc: t.Doc, typ: row, columns: columnsOf(t.Name, row), byCommand: t.ByCommand, stays: t.Stays, unique: t.Unique, key: t.Key, endsWith: t.EndsWith, makerRole: t.MakerRole, open: t.Open, asked: t.Asked, plain: true}
	_, d.hasRoot = any(new(T)).(interface{ root() *Root })
	for _, c := range d.columns {
		d.sql = append(d.sql, c.sql...)
		d.plain = d.plain && (c.audit == Show || c.audit == Amounts)
	}
	d.writer = rowio.New(t.Name, d.sql)
	d.selects = d.selectSQL()
	d.setDefaults()
	setHooks(d, &t)
	d.setGuard(t.Guard)
	if t.Lone != nil {
		d.setLone(t.Lone)
	}
	d.reach = reachOf(d)
	t.def = d
	return &t
}

func (d *def) setDefaults() {
	d.target = func(any) access.Target { return access.Target{} }
	d.check = func(context.Context, Reader, any, any) error { return nil }
	d.parent = func(any) (string, ID, bool) { return "", "", false }
}

// setHooks erases the type of the hooks that t has.
func setHooks[T any](d *def, t *Table[T]) {
	if t.Target != nil {
		d.placed, d.target = true, func(row any) access.Target { return t.Target(row.(*T)) }
	}
	if t.Entry != nil {
		d.entry = func(row any) access.Target { return t.Entry(row.(*T)) }
	}
	if t.Fill != nil {
		d.fill = func(ctx context.Context, q Reader, row any) error { return t.Fill(ctx, q, row.(*T)) }
	}
	if t.Because != nil {
		d.because = func(row any) Because { return t.Because(row.(*T)) }
	}
	if t.Check != nil {
		d.check = func(ctx context.Context, q Reader, before, after any) error {
			b, _ := before.(*T)
			a, _ := after.(*T)
			return t.Check(ctx, q, b, a)
		}
	}
	if p := t.Parent; p != nil {
		d.parentName, d.parentPart = p.Table, p.Part
		d.parent = func(row any) (string, ID, bool) { return p.Table, p.ID(row.(*T)), p.Part }
	}
	if t.Facts != nil {
		d.facts = func(row any) access.Facts { return t.Facts(row.(*T)) }
	}
	d.hidden, d.aside = t.Hidden, t.Aside
	if t.Anew != nil {
		d.anew = func(before, after any) bool { return t.Anew(before.(*T), after.(*T)) }
	}
	if t.Means != nil {
		d.means = func(before, after any, now Time) []string { return t.Means(before.(*T), after.(*T), now) }
	}
	if t.Brings != nil {
		d.brings = func(ctx context.Context, q Reader, before, after any, stays func(Ref) bool) ([]RowChange, error) {
			return t.Brings(ctx, q, before.(*T), after.(*T), stays)
		}
	}
	if t.Abode != nil {
		d.abode = t.Abode.erased()
	}
	if t.Benefits != nil {
		d.benefits = func(ctx context.Context, q Reader, before, after any) ([]ID, error) {
			b, _ := before.(*T)
			a, _ := after.(*T)
			return t.Benefits(ctx, q, b, a)
		}
	}
	if t.Turns != nil {
		d.turns = func(before, after any) bool { return t.Turns(before.(*T), after.(*T)) }
	}
	if t.Payee != nil {
		d.payee = func(ctx context.Context, r store.Reader, before, after any) (Payee, error) {
			b, _ := before.(*T)
			return t.Payee(ctx, r, b, after.(*T))
		}
	}
	if t.Terms != nil {
		d.terms = func(row any) Terms { return t.Terms(row.(*T)) }
	}
	if t.Extends != nil {
		d.extends = func(row any) (Extension, error) { return t.Extends(row.(*T)) }
	}
	if t.Rule != nil {
		d.rule = func(row any) approval.Rule { return t.Rule(row.(*T)) }
	}
	d.duties = dutyHooksOf(t)
	if t.Deputy != nil {
		d.deputy = func(row any) Deputyship { return t.Deputy(row.(*T)) }
	}
	if t.News != nil {
		d.news = func(before, after any) string {
			b, _ := before.(*T)
			a, _ := after.(*T)
			return t.News(b, a)
		}
	}
	if t.Over != nil {
		d.over = func(row any, now Time) bool { return t.Over(row.(*T), now) }
	}
	if t.Cut != nil {
		d.cut = func(row any, at Time) any {
			if cut := t.Cut(row.(*T), at); cut != nil {
				return cut
			}
			return nil
		}
	}
}

// targetOf adds the row itself to what its table says.
func (d *def) targetOf(row any) access.Target {
	t := d.target(row)
	t.Guard = d.guardOf(row)
	own := access.Record{Table: d.name, ID: string(metaOf(row).ID)}
	if !slices.Contains(t.Records, own) {
		t.Records = append([]access.Record{own}, t.Records...)
	}
	return t
}

// shownOn is what viewing the row itself is asked on. What was done to it, and by
// whom, belongs to those alone who may view it by their scope.
func (d *def) shownOn(row any) access.Target {
	t := d.targetOf(row)
	t.Open = d.open
	return t
}

func metaOf(row any) *Meta {
	if g, ok := row.(governed); ok {
		return g.meta()
	}
	return reflect.ValueOf(row).Elem().Field(0).Addr().Interface().(*Meta) // of a composed table
}

// new is an empty row, a *T.
func (d *def) new() any { return reflect.New(d.typ).Interface() }

// decode reads a canonical image that this program wrote.
func (d *def) decode(image json.RawMessage, id ID, version int64) (any, error) {
	if image == nil {
		return nil, nil
	}
	row := d.new()
	if err := json.Unmarshal(image, row); err != nil {
		return nil, fmt.Errorf("%s %s: %w", d.name, id, err)
	}
	*metaOf(row) = Meta{ID: id, Version: version}
	return row, nil
}

// erased lets the Engine take tables of any type.
func (t *Table[T]) erased() *def { return t.def }

// Any is a declared table of whatever type.
type Any interface{ erased() *def }
