package authzen

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/foreign"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Point is the decision point of an installation.
type Point struct {
	Engine *govern.Engine
	DB     store.DB
	Ring   *secret.Ring // seals where a page of a search ended
}

// asking is one request under way, in one state of the database and of access.
type asking struct {
	*Point
	ctx      context.Context
	r        store.Reader
	policies map[string]*foreign.Policy
	access   *access.Snapshot
	now      time.Time
	sides    map[[2]string]*side // read already
}

// ask begins a request.
func (p *Point) ask(ctx context.Context, do func(*asking) error) error {
	return p.DB.Snapshot(ctx, func(r store.Reader) error {
		return do(&asking{
			Point: p, ctx: ctx, r: r, policies: foreign.Policies(p.Engine), access: p.Engine.Access(),
			now: p.Engine.Now(), sides: map[[2]string]*side{},
		})
	})
}

// side is what is known of a subject or resource.
type side struct {
	user  string // the user of this installation who it is
	known bool
	kept  map[string][]string
	unit  string
}

// userType is the type of subjects that our own users are.
const userType = "user"

// side finds what is known of an entity: a user by id or e-mail address, and
// what is kept of it.
func (a *asking) side(kind, id string) (*side, error) {
	key := [2]string{kind, id}
	if s := a.sides[key]; s != nil {
		return s, nil
	}
	s := &side{kept: map[string][]string{}}
	e, err := foreign.Find(a.ctx, a.r, kind, id)
	if err != nil {
		return nil, err
	}
	if e != nil {
		s.known, s.kept, s.unit = true, e.KeptOf(), string(e.Unit)
	}
	if kind == userType {
		column := "id"
		if strings.Contains(id, "@") { // which no id does
			column, id = "email", strings.ToLower(id)
		}
		u, err := directory.Users.One(a.ctx, a.r, column+" = $1", id)
		if err != nil {
			return nil, err
		}
		if u != nil {
			s.be(u)
		}
	}
	a.sides[key] = s
	return s, nil
}

// be makes the side one of our users. What is governed here about a user counts,
// whatever else is kept or sent.
func (s *side) be(u *directory.User) {
	s.user, s.known, s.unit = string(u.ID), true, string(u.Unit)
	for name, value := range map[string]string{"email": u.Email, "name": u.Name, "unit": string(u.Unit), "job_title": u.JobTitle, "kind": u.Kind} {
		s.kept[name] = []string{value}
	}
}

// ofUser are the properties of our users that no caller can claim.
var ofUser = []string{"email", "name", "unit", "job_title", "kind"}

// given are the properties that a caller's word counts for.
func (s *side) given(sent members) map[string]json.RawMessage {
	if s.user == "" {
		return sent
	}
	rest := make(map[string]json.RawMessage, len(sent))
	for name, value := range sent {
		rest[name] = value
	}
	for _, name := range ofUser {
		delete(rest, name)
	}
	return rest
}

// decide answers one question. Fault: a property is not of its declared kind.
func (a *asking) decide(q *question) (bool, error) {
	subject, err := a.side(q.subject.kind, q.subject.id)
	if err != nil {
		return false, err
	}
	if subject.user != "" && a.Engine.Standing(subject.user) != nil {
		return false, nil
	}
	if policy := a.policies[q.resource.kind]; policy != nil && policy.Has(q.action) {
		return a.byPolicy(policy, subject, q)
	}
	return a.byAccess(subject, q)
}

// byPolicy asks the policy of another application's type.
func (a *asking) byPolicy(p *foreign.Policy, subject *side, q *question) (bool, error) {
	resource, err := a.side(q.resource.kind, q.resource.id)
	if err != nil {
		return false, err
	}
	on := access.Target{Unit: resource.unit, Records: []access.Record{{Table: q.resource.kind, ID: q.resource.id}}}
	return p.Decide(&foreign.Question{
		Subject:  foreign.Side{Type: q.subject.kind, ID: q.subject.id, User: subject.user, Known: subject.known, Given: subject.given(q.subject.given), Kept: subject.kept},
		Resource: foreign.Side{Type: q.resource.kind, ID: q.resource.id, Given: resource.given(q.resource.given), Kept: resource.kept},
		Action:   q.action, Given: q.actionGiven, Context: q.context, Now: a.now,
		Holds: func(permission string) bool { return a.Engine.Check(subject.user, permission, on) == nil },
	})
}

// byAccess asks what our own grants say about a record of a table. An insertion
// is asked on the unit that the resource's properties name.
func (a *asking) byAccess(subject *side, q *question) (bool, error) {
	if subject.user == "" || !a.Engine.HasTable(q.resource.kind) {
		return false, nil
	}
	on, err := a.Engine.TargetAt(a.ctx, a.r, q.resource.kind, govern.ID(q.resource.id))
	if fault.Is(err, fault.NotFound) {
		if q.action != string(govern.Insert) {
			return false, nil
		}
		within := "unit"
		if q.resource.kind == directory.Units.Name { // which is made beneath another
			within = "parent"
		}
		unit, _, err := q.resource.given.text("resource.properties", within)
		if err != nil {
			return false, err
		}
		on = access.Target{Unit: unit, Records: []access.Record{{Table: q.resource.kind, ID: q.resource.id}}}
	} else if err != nil {
		return false, err
	}
	return a.Engine.Check(subject.user, q.resource.kind+"."+q.action, on) == nil, nil
}
