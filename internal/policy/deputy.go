package policy

import (
	"context"
	"errors"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Deputy lets somebody decide on changes for a person who is absent, for a time
// and in the deputy's own name. Nothing else is lent: no permission to act or to
// see, no points, no jobs. People name their own; an administrator names one for
// somebody else only with the agreement of another person.
type Deputy struct {
	govern.Meta
	User    govern.ID   `json:"user" db:"user" audit:"show" ref:"user" doc:"Who is absent."`
	Unit    govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"That person's home unit when it was made; filled in."`
	Deputy  govern.ID   `json:"deputy" db:"deputy" audit:"show" ref:"user" doc:"Who decides on changes meanwhile."`
	FromAt  govern.Time `json:"from_at" db:"from_at" audit:"show" required:"false" doc:"When it begins; empty: at once."`
	UntilAt govern.Time `json:"until_at" db:"until_at" audit:"show" doc:"When it ends by itself."`
	Reason  string      `json:"reason" db:"reason" audit:"show" required:"false" maxLength:"2000" doc:"Why, such as a leave."`
}

// Deputies are all deputyships, past ones too.
var Deputies = govern.Declare(govern.Table[Deputy]{
	Name: "deputy",
	Doc:  "Who decides on changes for somebody who is absent, and until when.",
	Target: func(d *Deputy) access.Target {
		return access.Target{Unit: string(d.Unit), Records: []access.Record{{Table: "user", ID: string(d.User)}}}
	},
	Fill:  fillDeputy,
	Check: checkDeputy,
	Over:  func(d *Deputy, now govern.Time) bool { return d.UntilAt <= now },
	Deputy: func(d *Deputy) govern.Deputyship {
		return govern.Deputyship{User: string(d.User), Deputy: string(d.Deputy), From: d.FromAt, Until: d.UntilAt}
	},
	Cut: cutDeputy,
	Benefits: func(_ context.Context, _ govern.Reader, before, after *Deputy) ([]govern.ID, error) {
		if after == nil || before != nil && before.FromAt <= after.FromAt && after.UntilAt <= before.UntilAt {
			return nil, nil
		}
		return []govern.ID{after.Deputy}, nil
	},
})

func fillDeputy(ctx context.Context, q govern.Reader, d *Deputy) (err error) {
	d.Unit, err = homeOf(ctx, q, d.User, d.Unit)
	return err
}

func checkDeputy(ctx context.Context, q govern.Reader, before, after *Deputy) error {
	switch {
	case after == nil:
		return nil
	case before != nil && (before.User != after.User || before.Deputy != after.Deputy):
		return fault.Bad("deputy", "deputy_fixed", "For other people make another one, and end this one.")
	case q.Person(string(after.User)) == q.Person(string(after.Deputy)):
		return fault.Bad("deputy", "own_deputy", "Nobody is their own deputy; name somebody else.")
	case after.UntilAt <= after.FromAt:
		return fault.Bad("until_at", "ended_already", "It ends before it begins.")
	}
	if before != nil && before.UntilAt >= after.UntilAt && before.FromAt <= after.FromAt {
		return nil // it only becomes shorter
	}
	if after.UntilAt <= q.Now() {
		return fault.Bad("until_at", "ended_already", "Say when it ends, a time that is still to come.")
	}
	for field, user := range map[string]govern.ID{"user": after.User, "deputy": after.Deputy} {
		if q.Service(string(user)) || !q.Stands(string(user)) {
			return fault.Bad(field, "no_deputy", "Name a person who is active.")
		}
	}
	return fillDeputy(ctx, q, after)
}

// NameDeputy names one's own deputy.
type NameDeputy struct {
	Deputy  string      `json:"deputy" maxLength:"254" doc:"Who decides on changes meanwhile, by id or by e-mail address."`
	FromAt  govern.Time `json:"from_at" required:"false" doc:"When it begins; empty: at once."`
	UntilAt govern.Time `json:"until_at" doc:"When it ends by itself."`
	Reason  string      `json:"reason" required:"false" maxLength:"2000" doc:"Why, such as a leave."`
	id      govern.ID
}

// Name is the command's name.
func (*NameDeputy) Name() string { return "me.name_deputy" }

// Draw draws the row's id.
func (c *NameDeputy) Draw(newID func() govern.ID) { c.id = newID() }

// Targets is nothing: it is about the actor.
func (*NameDeputy) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan enters the deputyship. Faults: own_deputy, no_deputy, ended_already.
func (c *NameDeputy) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	deputy, err := whoever(ctx, q, c.Deputy)
	if err != nil {
		return govern.Plan{}, err
	}
	row := &Deputy{Meta: govern.Meta{ID: c.id}, User: govern.ID(who.User), Deputy: deputy, FromAt: c.FromAt, UntilAt: c.UntilAt, Reason: c.Reason}
	if row.FromAt == 0 {
		row.FromAt = q.Now()
	}
	return govern.Plan{Rows: []govern.RowChange{Deputies.Insert(row)}}, fillDeputy(ctx, q, row)
}

// whoever is the user of an id or an e-mail address, for who may look nobody up.
// What is not known is refused by the table as somebody who is not active is.
func whoever(ctx context.Context, q govern.Reader, named string) (govern.ID, error) {
	if !strings.Contains(named, "@") {
		return govern.ID(named), nil
	}
	var id string
	err := q.QueryRow(ctx, []any{&id}, `SELECT id FROM "user" WHERE email = $1`, strings.ToLower(strings.TrimSpace(named)))
	switch {
	case errors.Is(err, store.ErrNoRows), err == nil && q.Walled(q.Asker(), id):
		return "", fault.Bad("deputy", "no_deputy", "Name a person who is active.")
	case err != nil:
		return "", err
	}
	return govern.ID(id), nil
}

// EndDeputy ends a deputyship early: by who is absent, or by the deputy.
type EndDeputy struct{ ID govern.ID }

// Name is the command's name.
func (*EndDeputy) Name() string { return "me.end_deputy" }

// Targets is nothing: it is about the actor.
func (*EndDeputy) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan ends it now; one that has not begun is deleted. Faults: not_found for those
// of others too, ended_already.
func (c *EndDeputy) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	d, err := Deputies.Get(ctx, q, c.ID)
	me := q.Person(who.User)
	if err == nil && q.Person(string(d.User)) != me && q.Person(string(d.Deputy)) != me {
		err = fault.New(fault.NotFound, "not_found", "There is no deputyship %s of yours.", c.ID)
	}
	switch {
	case err != nil:
		return govern.Plan{}, err
	case d.UntilAt <= q.Now():
		return govern.Plan{}, fault.New(fault.Conflict, "ended_already", "This deputyship has ended already.")
	}
	if next := cutDeputy(d, q.Now()); next != nil {
		return govern.Plan{Rows: []govern.RowChange{Deputies.Update(d, next)}}, nil
	}
	return govern.Plan{Rows: []govern.RowChange{Deputies.Delete(d)}}, nil
}

// cutDeputy is the deputyship ended, nil for one that has not begun.
func cutDeputy(d *Deputy, at govern.Time) *Deputy {
	if d.FromAt >= at {
		return nil
	}
	next := *d
	next.UntilAt = at
	return &next
}
