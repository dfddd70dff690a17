package review

import (
	"context"
	"fmt"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Start begins a review. The id is the caller's choice: small letters, digits
// and hyphens.
type Start struct {
	Called      string      `json:"name" minLength:"1" maxLength:"140"`
	Unit        govern.ID   `json:"unit" required:"false" doc:"Whose grants are reviewed, with all beneath it; empty: everything."`
	Roles       []string    `json:"roles" required:"false" doc:"Ids of the roles whose grants are reviewed, and of those that include them; empty: every role."`
	Reviewers   []Reviewer  `json:"reviewers" required:"false" doc:"Who reviews what, the closest unit first; empty: whoever may over the whole scope."`
	DueAt       govern.Time `json:"due_at" doc:"Until when it is to be decided; then it closes by itself."`
	Unconfirmed string      `json:"unconfirmed" enum:"keep,end" doc:"What becomes of what nobody confirmed: keep, or end with the review."`
	id          govern.ID   `json:"-"`
}

// Name is the command's name.
func (*Start) Name() string { return Starting }

// On names the review.
func (c *Start) On(id govern.ID) { c.id = id }

// Targets is the scope.
func (c *Start) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{Unit: string(c.Unit)}}, nil
}

// Plan draws the items. Faults: bad_id, review_exists, due_already,
// unknown_reference, nothing_to_review, too_many_items, no_reviewer.
func (c *Start) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	if err := c.check(ctx, q); err != nil {
		return govern.Plan{}, err
	}
	items, err := draw(ctx, q, c)
	if err != nil {
		return govern.Plan{}, err
	}
	r := &Review{
		Meta: govern.Meta{ID: c.id}, Name: c.Called, Unit: c.Unit, Roles: c.Roles, Reviewers: c.Reviewers, Unconfirmed: c.Unconfirmed,
		State: Opened, Count: int64(len(items)), StartedAt: q.Now(), DueAt: c.DueAt,
	}
	p := govern.Plan{Rows: []govern.RowChange{Reviews.Insert(r)}, Record: govern.Ref{Table: "access_review", ID: c.id}}
	for i, it := range items {
		it.ID, it.Review, it.Verdict = govern.ID(fmt.Sprintf("%s-%04d", c.id, i+1)), c.id, Open
		p.Rows = append(p.Rows, Items.Insert(it))
	}
	return p, nil
}

func (c *Start) check(ctx context.Context, q govern.Reader) error {
	if !idForm.MatchString(string(c.id)) {
		return fault.Bad("id", "bad_id", "Name the review by 1 to 40 small letters, digits and hyphens, like 2026-q4.")
	}
	switch _, err := Reviews.Get(ctx, q, c.id); {
	case err == nil:
		return fault.New(fault.Conflict, "review_exists", "There is a review %s already; take another id.", c.id)
	case !fault.Is(err, fault.NotFound):
		return err
	}
	if c.DueAt <= q.Now() {
		return fault.Bad("due_at", "due_already", "Say until when it is to be decided, a time that is still to come.")
	}
	if err := there(ctx, q, "unit", `SELECT count(*) FROM unit WHERE id = $1`, c.Unit); err != nil {
		return err
	}
	for i, id := range c.Roles {
		if err := there(ctx, q, fmt.Sprintf("roles[%d]", i), `SELECT count(*) FROM role WHERE id = $1`, govern.ID(id)); err != nil {
			return err
		}
	}
	for i, r := range c.Reviewers {
		if !q.Stands(string(r.User)) {
			return fault.Bad(fmt.Sprintf("reviewers[%d].user", i), "unknown_reference", "There is no active user %q.", r.User)
		}
		if err := there(ctx, q, fmt.Sprintf("reviewers[%d].unit", i), `SELECT count(*) FROM unit WHERE id = $1`, r.Unit); err != nil {
			return err
		}
	}
	return nil
}

// there refuses an id that names nothing; an empty one is none.
func there(ctx context.Context, q govern.Reader, field, statement string, id govern.ID) error {
	if id == "" {
		return nil
	}
	var n int64
	if err := q.QueryRow(ctx, []any{&n}, statement, string(id)); err != nil {
		return err
	}
	if n == 0 {
		return fault.Bad(field, "unknown_reference", "There is no record %q.", id)
	}
	return nil
}
