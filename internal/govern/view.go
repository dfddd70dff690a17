package govern

import (
	"context"
	"fmt"
	"reflect"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// view is what decisions are made from: who may do what and who else must
// agree, as of one epoch. It never changes; a command's own change of grants is
// a new view, dropped with the command when it fails.
type view struct {
	epoch  int64
	access *access.Snapshot
	rules  *approval.Set
	terms  *laidDown
	extra  *extensions
	duties *duty.Set
	// passing are the rows that last until a pending change ends, with that change.
	passing map[Ref]ID
	// onRecords: there is, or was, a grant on one record.
	onRecords bool
	// deputies are all deputyships, by the id of their row.
	deputies map[ID]Deputyship
}

// load reads the whole view at one committed state.
func (e *Engine) load(ctx context.Context, r store.Reader) (*view, error) {
	v := &view{extra: unextended(e)}
	if err := e.loadExtensions(ctx, r, v); err != nil {
		return nil, err
	}
	v.terms = unsaid(v.extra.schema)
	if err := r.QueryRow(ctx, []any{&v.epoch}, `SELECT epoch FROM audit_head WHERE one = 1`); err != nil {
		return nil, err
	}
	var facts access.Facts
	var rules []approval.Rule
	var duties []duty.Rule
	var exceptions []duty.Exception
	for _, d := range e.tables {
		if !d.ofView() && !d.duties.any() {
			continue
		}
		err := r.Query(ctx, func(scan store.Scan) error {
			row, err := d.scan(scan)
			if err != nil {
				return err
			}
			if d.facts != nil {
				v.adds(&facts, d.facts(row))
			}
			v.pass(d, nil, row)
			v.lend(d, nil, row)
			if d.rule != nil {
				rules = append(rules, d.rule(row))
			}
			duties, exceptions = d.duties.gather(row, duties, exceptions)
			if d.terms != nil {
				v.terms, err = v.terms.with(d.terms(row))
			}
			return err
		}, d.selects)
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", d.name, err)
		}
	}
	var err error
	if v.access, err = access.Compile(facts); err != nil {
		return nil, err
	}
	if v.rules, err = approval.NewSet(rules, v.extra.schema); err != nil {
		return nil, err
	}
	v.duties, err = duty.NewSet(duties, exceptions)
	return v, err
}

func (v *view) adds(to *access.Facts, f access.Facts) {
	for i := range f.Grants {
		v.onRecords = v.onRecords || f.Grants[i].Scope.Kind == access.ScopeRecord
	}
	add(to, f)
}

func add(to *access.Facts, f access.Facts) {
	to.Users = append(to.Users, f.Users...)
	to.Units = append(to.Units, f.Units...)
	to.Roles = append(to.Roles, f.Roles...)
	to.Groups = append(to.Groups, f.Groups...)
	to.Members = append(to.Members, f.Members...)
	to.Grants = append(to.Grants, f.Grants...)
	to.Walls = append(to.Walls, f.Walls...)
	to.Passes = append(to.Passes, f.Passes...)
}

// gone turns the facts of a row that is no more into what to take out.
func gone(to *access.Delta, f access.Facts) {
	for _, x := range f.Users {
		to.GoneUsers = append(to.GoneUsers, x.ID)
	}
	for _, x := range f.Units {
		to.GoneUnits = append(to.GoneUnits, x.ID)
	}
	for _, x := range f.Roles {
		to.GoneRoles = append(to.GoneRoles, x.ID)
	}
	for _, x := range f.Groups {
		to.GoneGroups = append(to.GoneGroups, x.ID)
	}
	for _, x := range f.Members {
		to.GoneMembers = append(to.GoneMembers, x.ID)
	}
	for _, x := range f.Grants {
		to.GoneGrants = append(to.GoneGrants, x.ID)
	}
	for _, x := range f.Walls {
		to.GoneWalls = append(to.GoneWalls, x.ID)
	}
	for _, x := range f.Passes {
		to.GonePasses = append(to.GonePasses, x.ID)
	}
}

// after is the view once the rows are written, and which of them it rests on.
// Without such rows it is v itself. A rule or role that does not hold together
// is a fault of the command.
func (v *view) after(rows []RowChange) (*view, []Ref, error) {
	next := *v
	var delta access.Delta
	var refs []Ref
	if err := next.extendAll(rows); err != nil {
		return nil, nil, err
	}
	for i := range rows {
		rc := &rows[i]
		if rc.Op == Touch || !rc.def.ofView() && !rc.def.duties.any() {
			continue
		}
		if rc.sameFacts() {
			continue
		}
		refs = append(refs, Ref{rc.Table, rc.ID})
		if rc.def.extends != nil {
			continue // done before
		}
		if err := next.put(rc.def, rc.before, rc.after, &delta); err != nil {
			return nil, nil, err
		}
	}
	if refs == nil {
		return v, nil, nil
	}
	var err error
	if next.access, err = v.access.With(delta); err != nil {
		return nil, nil, fault.Wrap(err, fault.Conflict, "contradiction", "This change does not hold together: %v.", err)
	}
	next.epoch++
	return &next, refs, v.vanished(&next)
}

// sameFacts reports whether the row says nothing else to the view than before, such as
// a group whose description is changed.
func (rc *RowChange) sameFacts() bool {
	d := rc.def
	if rc.before == nil || rc.after == nil || d.facts == nil || d.rule != nil || d.terms != nil || d.extends != nil || d.deputy != nil || d.endsWith != "" || d.duties.any() {
		return false
	}
	return reflect.DeepEqual(d.facts(rc.before), d.facts(rc.after))
}

func (v *view) put(d *def, before, after any, delta *access.Delta) (err error) {
	switch {
	case d.facts != nil && after != nil:
		v.adds(&delta.Put, d.facts(after))
	case d.facts != nil:
		gone(delta, d.facts(before))
	}
	v.pass(d, before, after)
	v.lend(d, before, after)
	switch {
	case d.rule != nil && after != nil:
		if v.rules, err = v.rules.With(d.rule(after)); err != nil {
			return fault.Wrap(err, fault.Invalid, "bad_rule", "This four-eyes rule cannot be used: %v.", err)
		}
	case d.rule != nil:
		v.rules = v.rules.Without(d.rule(before).ID)
	}
	switch {
	case d.terms != nil && after != nil:
		v.terms, err = v.terms.with(d.terms(after))
	case d.terms != nil:
		v.terms = v.terms.none()
	}
	if err != nil {
		return err
	}
	return v.putDuty(d, before, after)
}

// refresh brings v up to the epoch of the head by the rows that changed since,
// so that one grant changed on another node costs one row here.
func (e *Engine) refresh(ctx context.Context, r store.Reader, v *view, epoch int64) (*view, error) {
	if v.epoch == epoch {
		return v, nil
	}
	var changed []Ref
	err := r.Query(ctx, func(scan store.Scan) error {
		var ref Ref
		err := scan(&ref.Table, (*string)(&ref.ID))
		changed = append(changed, ref)
		return err
	}, `SELECT DISTINCT table_name, record FROM view_change WHERE epoch > $1 ORDER BY table_name, record`, v.epoch)
	if err != nil {
		return nil, err
	}
	if v.extended(changed) { // seldom: what else there is rests on what is declared
		return e.load(ctx, r)
	}
	next := *v
	var delta access.Delta
	for _, ref := range changed {
		if err := e.reread(ctx, r, &next, &delta, ref); err != nil {
			return nil, err
		}
	}
	if next.access, err = v.access.With(delta); err != nil {
		return nil, err
	}
	next.epoch = epoch
	return &next, nil
}

func (e *Engine) reread(ctx context.Context, r store.Reader, v *view, delta *access.Delta, ref Ref) error {
	d := v.extra.def(ref.Table)
	if d == nil {
		return fmt.Errorf("a change of the unknown table %s: this program is older than the database", ref.Table)
	}
	row, err := d.get(ctx, r, ref.ID)
	if fault.Is(err, fault.NotFound) {
		row := d.new() // its facts name nothing but the id
		metaOf(row).ID = ref.ID
		return v.put(d, row, nil, delta)
	}
	if err != nil {
		return err
	}
	return v.put(d, nil, row, delta)
}

// knows reports whether the row is a user or unit of the view, and so exists: a
// read saved for the references that most rows have. False says nothing.
func (v *view) knows(d *def, id ID) bool {
	if v == nil || d.facts == nil {
		return false
	}
	row := d.new()
	metaOf(row).ID = id
	switch f := d.facts(row); {
	case len(f.Users) == 1:
		_, known := v.access.User(string(id))
		return known
	case len(f.Units) == 1:
		return v.access.Within(string(id), string(id))
	}
	return false
}

// standing is the fault of a user who may do nothing at all, nil for the others.
func (v *view) standing(user string, now Time) error {
	u, known := v.access.User(user)
	switch {
	case !known:
		return fault.New(fault.Denied, "unknown_user", "Nobody of that name is known here.")
	case !u.Active:
		return fault.New(fault.Denied, "suspended", "%s is not active; a user administrator can say why.", u.Name)
	case u.Until != 0 && int64(now) >= u.Until:
		return fault.New(fault.Denied, "user_ended", "The time of %s here is over.", u.Name)
	case u.Keeper != "" && !v.keeps(u.Keeper, now):
		return fault.New(fault.Denied, "keeper_suspended", "%s, who answers for the service %s, is not active; somebody else has to become its keeper.", v.name(u.Keeper), u.Name)
	}
	return nil
}

// keeps reports whether the keeper of a service stands.
func (v *view) keeps(keeper string, now Time) bool {
	u, known := v.access.User(keeper)
	return known && u.Active && (u.Until == 0 || int64(now) < u.Until)
}

func (v *view) name(user string) string {
	if u, known := v.access.User(user); known {
		return u.Name
	}
	return user
}

// agreement is the user as four-eyes rules count people.
func (v *view) agreement(user string) approval.Agreement {
	u, _ := v.access.User(user)
	return approval.Agreement{User: user, Person: v.access.Person(user), Unit: u.Unit}
}

// allowed is nil when the user may use the permission on every target; else
// the refusal, with its reasons.
func (v *view) allowed(user, permission string, targets []access.Target, now Time) error {
	if len(targets) == 0 {
		targets = []access.Target{{}}
	}
	for _, t := range targets {
		if !v.access.Check(user, permission, t, int64(now)) {
			d := v.access.Explain(user, permission, t, int64(now)).Without(v.terms.Guarded)
			return fault.Wrap(&Denial{t, d}, fault.Denied, "denied", "%s", d.String())
		}
	}
	return nil
}
