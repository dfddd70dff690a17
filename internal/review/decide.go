package review

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// onItem is the part of a command that names its item.
type onItem struct {
	id govern.ID `json:"-"`
}

// On names the item.
func (o *onItem) On(id govern.ID) { o.id = id }

// Targets is the item.
func (o *onItem) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Items.Targets(ctx, q, o.id)
}

// open is the item while it can be decided on. Faults: decided, wrong_state.
func (o *onItem) open(ctx context.Context, q govern.Reader) (*Item, error) {
	it, err := Items.Get(ctx, q, o.id)
	if err != nil {
		return nil, err
	}
	if it.Verdict != Open {
		return nil, fault.New(fault.Conflict, "decided", "This was decided already: it is %s.", it.Verdict)
	}
	r, err := Reviews.Get(ctx, q, it.Review)
	if err == nil && r.State != Opened {
		err = fault.New(fault.Conflict, "wrong_state", "The review %s is %s; start another.", r.Name, r.State)
	}
	return it, err
}

// Decide confirms or revokes what the item is about. To revoke ends it in the
// same change.
type Decide struct {
	onItem
	Verdict string `json:"verdict" enum:"confirmed,revoked"`
	Reason  string `json:"reason" required:"false" maxLength:"2000" doc:"Why; a revocation needs one."`
	Seen    int64  `json:"record_version" required:"false" minimum:"0" doc:"The version of the grant or membership that was looked at; 0: the one that the item shows."`
}

// Name is the command's name.
func (*Decide) Name() string { return Deciding }

// Plan writes the verdict and, of a revocation, deletes the grant or membership.
// Faults: decided, wrong_state, not_reviewer, own_grant, gone, grant_changed,
// reason_missing.
func (c *Decide) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	it, err := c.open(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	if string(it.Reviewer) != who.User {
		return govern.Plan{}, fault.New(fault.Denied, "not_reviewer", "This is for %s to decide. Whoever leads the review can give it to another reviewer.", it.Reviewer)
	}
	if err := notOwn(ctx, q, it, who); err != nil {
		return govern.Plan{}, err
	}
	now, err := look(ctx, q, it)
	if err != nil {
		return govern.Plan{}, err
	}
	if now == nil {
		return govern.Plan{}, fault.New(fault.Conflict, "gone", "The %s %s has ended already, or is another by now; there is nothing to decide.", it.Kind, it.Record)
	}
	seen := c.Seen
	if seen == 0 {
		seen = it.RecordVersion
	}
	if c.Verdict == Confirmed && now.version != seen {
		return govern.Plan{}, fault.New(fault.Stale, "grant_changed", "The %s %s is at version %d, not %d: it changed since it was looked at. Look at it again, and confirm that version.", it.Kind, it.Record, now.version, seen)
	}
	next := *it
	now.onto(&next)
	next.Verdict, next.Reason, next.DecidedBy, next.DecidedAt = c.Verdict, c.Reason, govern.ID(who.User), q.Now()
	p := govern.Plan{Rows: []govern.RowChange{Items.Update(it, &next)}}
	if c.Verdict == Revoked {
		p.Rows = append(p.Rows, now.end)
	}
	return p, nil
}

// notOwn refuses a verdict on what the actor has, or whom they act for.
func notOwn(ctx context.Context, q govern.Reader, it *Item, who govern.Actor) error {
	own, err := ownItem(ctx, q, it, who.User)
	if err == nil && !own && who.OnBehalf != "" {
		own, err = ownItem(ctx, q, it, who.OnBehalf)
	}
	if err == nil && own {
		err = fault.New(fault.Denied, "own_grant", "Nobody reviews their own access. Have it given to another reviewer.")
	}
	return err
}

// present is what an item is about, as it is now.
type present struct {
	version int64
	end     govern.RowChange
	onto    func(*Item) // shows it on the item
}

// look reads what the item is about; nil when it is gone, or by now somebody
// else's or for another scope: then it is nothing that the item speaks of.
func look(ctx context.Context, q govern.Reader, it *Item) (*present, error) {
	if it.Kind == ofMember {
		m, err := directory.Members.Get(ctx, q, it.Record)
		if fault.Is(err, fault.NotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return &present{m.Version, directory.Members.Delete(m), func(it *Item) { it.RecordVersion, it.UntilAt = m.Version, m.UntilAt }}, nil
	}
	g, err := directory.Grants.Get(ctx, q, it.Record)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if g.User != it.User || g.Group != it.Group || g.Scope != it.Scope || g.ScopeTable != it.ScopeTable || g.ScopeRecord != it.ScopeRecord {
		return nil, nil
	}
	var named string
	if g.Role != it.Role {
		r, err := directory.Roles.Get(ctx, q, g.Role)
		if err != nil {
			return nil, err
		}
		named = r.Name
	}
	return &present{g.Version, directory.Grants.Delete(g), func(it *Item) {
		if named != "" {
			it.RoleName = named
		}
		it.RecordVersion, it.Role, it.UntilAt = g.Version, g.Role, g.UntilAt
	}}, nil
}

// Assign gives an item to another reviewer.
type Assign struct {
	onItem
	Reviewer govern.ID `json:"reviewer" doc:"Who is to decide: somebody who may, and who does not have it."`
}

// Name is the command's name.
func (*Assign) Name() string { return Assigning }

// Plan writes the reviewer. Faults: decided, wrong_state, same_reviewer,
// bad_reviewer.
func (c *Assign) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	it, err := c.open(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	if it.Reviewer == c.Reviewer {
		return govern.Plan{}, fault.Bad("reviewer", "same_reviewer", "%s is the reviewer already.", c.Reviewer)
	}
	own, err := ownItem(ctx, q, it, string(c.Reviewer))
	if err != nil {
		return govern.Plan{}, err
	}
	if own || !q.Stands(string(c.Reviewer)) || !q.May(string(c.Reviewer), Deciding, it.target()) {
		return govern.Plan{}, fault.Bad("reviewer", "bad_reviewer", "Name somebody who is active, holds %s where it is, and is not one of those who have it.", Deciding)
	}
	next := *it
	next.Reviewer = c.Reviewer
	return govern.Plan{Rows: []govern.RowChange{Items.Update(it, &next)}}, nil
}
