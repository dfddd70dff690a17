package govern

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/store"
)

// Actor is who acts, and how we know. From is the network address, Request the
// request's id; both are for the log.
type Actor struct {
	User     string
	OnBehalf string
	Session  string
	Method   string
	From     string
	Request  string
}

// Reader is all a Command gets: it can look, not touch.
type Reader interface {
	store.Reader
	// Now is the moment of the request; it stays the same however often the
	// command is planned.
	Now() Time
	// Asker is the user who asks for the change, now or when it was held.
	Asker() string
	// Permission reports whether a permission of that name exists.
	Permission(name string) bool
	People
	// Touches reports whether the plan that is checked changes or deletes the record
	// itself.
	Touches(table string, id ID) bool
	// Watchable are the tables that are written row by row and the commands that
	// people give: what four-eyes rules are set up on.
	Watchable() (tables, commands []string)
	// Terms are what the organisation has laid down for all access.
	Terms() Terms
	// UnitOf is the unit that a record of any table belongs to once the plan is
	// carried out; "" where it belongs to none or there is no such record.
	UnitOf(ctx context.Context, record Ref) (ID, error)
	// There is nil when the record will be there once the plan is carried out. Faults
	// not_found, and unknown_table where there is no such table.
	There(ctx context.Context, record Ref) error
}

// People tells who stands behind users.
type People interface {
	// Person is who the user is: two users of one person are one.
	Person(user string) string
	// Stands reports whether the user may do anything at all today.
	Stands(user string) bool
	// Service reports whether the user is a service and no person.
	Service(user string) bool
	// Keeper is who answers for a service, "" for people and for services that
	// nobody answers for yet.
	Keeper(user string) string
	// May reports whether the user holds the permission on the target: for what
	// a command lets its maker name and see besides the record it acts on.
	May(user, permission string, on access.Target) bool
	// Walled reports whether a wall keeps the user from whatever is told of the other:
	// that there is such a user, too.
	Walled(user, other string) bool
	// KeptApart is the refusal that dynamic duty rules would give the user for a
	// command with such rows, by what the same person did before as the reader has
	// it; nil when there is none. Faults: duty_rule, audit_archived.
	KeptApart(ctx context.Context, r store.Reader, user, command string, plan Plan) (refusal, err error)
}

// Command is one intent of one person. It cannot write, and gives the same
// answer when planned again on the same state; ids and other chance are drawn
// before it is made.
type Command interface {
	// Name is the permission asked for, the audit verb and the URL:
	// "package.submit".
	Name() string
	// Targets is what the permission is asked on; all must be allowed.
	Targets(ctx context.Context, q Reader) ([]access.Target, error)
	// Plan returns the rows it wants changed.
	Plan(ctx context.Context, q Reader, who Actor) (Plan, error)
}

// Action is a command on one record: its id comes from the address, all else
// from the request's body, by the struct's json tags.
type Action interface {
	Command
	On(id ID)
}

// Drawer is a command that inserts rows: the Engine lets it draw its ids once,
// before it is planned, however often that happens.
type Drawer interface {
	Draw(newID func() ID)
}

// Verb declares one command of an area. An action has New, and is served at
// POST /api/v1/<area>/<table>/<id>/<verb>.
type Verb struct {
	Name  string // "package.submit"
	Area  string // "payments"
	Doc   string // one sentence for the documentation
	Makes bool   // it enters a new record, instead of acting on one that is there
	New   func() Action
	// ByRow: besides its own permission the command asks, for each row, the
	// permission that changing this row by itself would ask.
	ByRow bool
	// Own: anybody who stands may, because it is about themselves and names
	// nobody else. No permission is asked.
	Own bool
	// Severable: each row of the command stands for itself. Of a held change who
	// agrees may leave rows out, and one that is stale fails alone, unless the maker
	// asked for all or nothing.
	Severable bool
	// Asked: a permission that the program asks for what it shows or does without a
	// change, and no command: no four-eyes rule and no ticket can be about it.
	Asked bool
	// FourEyes: never by one person alone; it is refused while no four-eyes rule
	// applies to it. Ticket: never without the number of a ticket.
	FourEyes, Ticket bool
	// ByLink: whoever holds the secret of a link may, because the command checks
	// it: neither standing nor a permission is asked, and that it lets its actor
	// in is no widening of their own access.
	ByLink bool
	// ByProgram: only the program asks it, and its rows can say nothing but what the
	// program itself lays down: what they give its own service is no widening by it.
	// It has no New.
	ByProgram bool
	// Foreseen: it only carries out what the record itself says, which was agreed to
	// with the record, as that a grant ends at its time: no four-eyes rule holds it.
	Foreseen bool
	// Verbatim: the rows are all that is asked for. Who brings a record by it, which
	// somebody else made, is granted nothing on it.
	Verbatim bool
}

// watchable reports whether four-eyes rules can be about the command.
func (v *Verb) watchable() bool { return !v.Own && !v.ByLink && !v.Asked && !v.Foreseen }

// givesAsTold reports whether what the command gives its actor is none of the
// actor's choice.
func (v Verb) givesAsTold() bool { return v.ByLink || v.ByProgram }

// Op is what happens to one row.
type Op string

// The operations. Touch gives a parent its next version because a part of it
// changed; plans do not ask for it, the Engine adds it.
const (
	Insert Op = "insert"
	Update Op = "update"
	Delete Op = "delete"
	Touch  Op = "touch"
)

// RowChange is one row as the approver sees it and as it will be written.
// Before and After are canonical images; Base is the version planned against.
type RowChange struct {
	Table  string          `json:"table"`
	Op     Op              `json:"op"`
	ID     ID              `json:"id"`
	Base   int64           `json:"base"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`

	def           *def
	before, after any // *T, nil where there is none
}

// Read is a version that a plan was built on. Children: the version of the set
// under the record, not of the record.
type Read struct {
	Table    string `json:"table"`
	ID       ID     `json:"id"`
	Version  int64  `json:"version"`
	Children bool   `json:"children,omitempty"`
}

// Message is a side effect: a row of the outbox, written in the same
// transaction and done afterwards by a leased worker.
type Message struct {
	Kind    string `json:"kind"`
	Subject string `json:"subject"` // id of the record that it is about
	Body    string `json:"body,omitempty"`
}

// Plan is what a command wants: rows before and after, messages, and details
// for the log. Reads adds versions to those that the Reader saw.
type Plan struct {
	Rows   []RowChange
	Outbox []Message
	Facts  []audit.Fact
	Reads  []Read
	// Record is what the entry is chiefly about; the first row when empty.
	Record Ref
	// Stays are records that the command names and leaves as they are: who asks has
	// looked at them.
	Stays []Ref
}

// Insert plans a new row; the caller has given it its id.
func (t *Table[T]) Insert(row *T) RowChange {
	return t.def.change(Insert, nil, row)
}

// Update plans a row's next version; after carries before's id and version.
func (t *Table[T]) Update(before, after *T) RowChange {
	return t.def.change(Update, before, after)
}

// Delete plans a row's end.
func (t *Table[T]) Delete(before *T) RowChange {
	return t.def.change(Delete, before, nil)
}

// Children binds a plan to the whole set under a record.
func (t *Table[T]) Children(ctx context.Context, q Reader, id ID) (Read, error) {
	row, err := t.def.get(ctx, q, id)
	if err != nil {
		return Read{}, err
	}
	root := row.(interface{ root() *Root }).root() // a table without Root is a defect of the caller
	return Read{Table: t.Name, ID: id, Version: root.ChildrenVersion, Children: true}, nil
}

func (d *def) change(op Op, before, after any) RowChange {
	rc := RowChange{Table: d.name, Op: op, def: d}
	if op != Insert {
		rc.before, rc.ID, rc.Base = before, metaOf(before).ID, metaOf(before).Version
	}
	if op != Delete {
		rc.after, rc.ID = after, metaOf(after).ID
	}
	return rc
}

// encode makes the images.
func (rc *RowChange) encode() (err error) {
	if rc.before != nil {
		if rc.Before, err = rc.def.image(rc.before); err != nil {
			return err
		}
	}
	if rc.after != nil {
		rc.After, err = rc.def.image(rc.after)
	}
	return err
}

// recorder is the Reader that commands plan with.
type recorder struct {
	store.Reader
	e     *Engine
	v     *view
	now   Time
	asker string
	rows  map[Ref]any // read already
	reads []Read
	known map[Ref]bool // exist, whatever their version
	// planned are the rows that the plan itself inserts: rows may refer to them,
	// and are checked against them.
	planned map[Ref]any
	becomes map[Ref]*RowChange // the rows of the plan
	touched map[Ref]bool       // that the plan changes or deletes
	told    map[string]bool    // permissions that the plan's rows add
}

func newRecorder(e *Engine, v *view, r store.Reader, now Time, asker string) *recorder {
	return &recorder{Reader: r, e: e, v: v, now: now, asker: asker, rows: map[Ref]any{}, known: map[Ref]bool{}}
}

// plans tells the recorder which rows there will be.
func (r *recorder) plans(rows []RowChange) {
	r.planned, r.touched, r.told = map[Ref]any{}, map[Ref]bool{}, foretold(rows)
	r.becomes = make(map[Ref]*RowChange, len(rows))
	for i := range rows {
		ref := Ref{rows[i].Table, rows[i].ID}
		r.becomes[ref] = &rows[i]
		if rows[i].Op == Insert {
			r.planned[ref] = rows[i].after
		} else {
			r.touched[ref] = true
		}
	}
}

// Touches reports whether the plan itself changes or deletes the record.
func (r *recorder) Touches(table string, id ID) bool { return r.touched[Ref{table, id}] }

// Now is the moment of the command.
func (r *recorder) Now() Time { return r.now }

// user is a user that there is, or that the plan itself enters.
func (r *recorder) user(id string) (access.User, bool) {
	if u, known := r.v.access.User(id); known {
		return u, true
	}
	rc := r.becomes[Ref{"user", ID(id)}]
	if rc == nil || rc.Op != Insert || rc.def.facts == nil {
		return access.User{}, false
	}
	return rc.def.facts(rc.after).Users[0], true
}

// Keeper is who answers for the service.
func (r *recorder) Keeper(user string) string {
	u, _ := r.user(user)
	return u.Keeper
}

// Service reports whether the user is a service and no person.
func (r *recorder) Service(user string) bool {
	u, _ := r.user(user)
	return u.Service
}

// Asker is the maker of the change.
func (r *recorder) Asker() string { return r.asker }

// Permission reports whether a table or command declares it.
func (r *recorder) Permission(name string) bool { return r.told[name] || r.v.permission(r.e, name) }

// Watchable lists them by name.
func (r *recorder) Watchable() (tables, commands []string) {
	for _, d := range r.e.tables {
		if !d.byCommand {
			tables = append(tables, d.name)
		}
	}
	for _, v := range r.e.Verbs() {
		if v.New != nil && v.watchable() {
			commands = append(commands, v.Name)
		}
	}
	slices.Sort(tables)
	return tables, commands
}

// Terms are those in force.
func (r *recorder) Terms() Terms { return r.v.terms.Terms }

// Person is the user's personnel id, or the user's own id; of a service its keeper's.
func (r *recorder) Person(user string) string {
	for range 8 { // what the plan enters may lead in a circle, until it is checked
		if _, known := r.v.access.User(user); known {
			return r.v.access.Person(user)
		}
		switch u, _ := r.user(user); {
		case u.Keeper != "":
			user = u.Keeper
		case u.Person != "":
			return u.Person
		default:
			return user
		}
	}
	return user
}

// Stands is false for users that are unknown, suspended or past their end.
func (r *recorder) Stands(user string) bool {
	if _, known := r.v.access.User(user); known {
		return r.v.standing(user, r.now) == nil
	}
	u, planned := r.user(user)
	return planned && u.Active && (u.Until == 0 || int64(r.now) < u.Until)
}

// May reports whether the user holds the permission on the target.
func (r *recorder) May(user, permission string, on access.Target) bool {
	return r.v.may([]access.Target{on}, r.now)(user, approval.Factor{Permission: permission})
}

// Walled asks it of the other's own record.
func (r *recorder) Walled(user, other string) bool {
	u, _ := r.v.access.User(other)
	return r.v.access.Walled(user, access.Target{Unit: u.Unit, Records: []access.Record{{Table: "user", ID: other}}}, int64(r.now)) != ""
}

func (r *recorder) note(table string, row any) {
	m := metaOf(row)
	ref := Ref{table, m.ID}
	if _, known := r.rows[ref]; known {
		return
	}
	r.rows[ref] = row
	r.reads = append(r.reads, Read{Table: table, ID: m.ID, Version: m.Version})
}
