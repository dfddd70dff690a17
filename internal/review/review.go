// Package review has people look at access that was given: campaigns that draw
// today's grants and memberships, and what was said of each.
//
// It guarantees that nobody reviews what is their own, neither directly nor
// through a group that they are in; that a verdict is about the grant as the
// reviewer saw it; and that what a verdict or the end of a campaign takes away
// ends in the same change, under the four-eyes rules on grants and memberships.
//
// It stands above the directory, whose rows it ends, and is no area itself.
package review

import (
	"context"
	"regexp"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Tables are the tables of the room.
var Tables = []govern.Any{Reviews, Items}

const area = "review"

// The permissions of the room's commands.
const (
	Starting  = "access_review.start"
	Closing   = "access_review.close"
	Deciding  = "review_item.decide"
	Assigning = "review_item.assign"
)

// Verbs are the commands of the room.
var Verbs = []govern.Verb{
	{Name: Starting, Area: area, Makes: true, Doc: "Have today's grants and memberships reviewed; the id in the address becomes the review's.", New: func() govern.Action { return &Start{} }},
	{Name: Closing, Area: area, Doc: "End a review, and with it what nobody confirmed, where it was started so.", New: func() govern.Action { return &Close{} }},
	{Name: Deciding, Area: area, Doc: "Confirm or revoke a grant or membership that one reviews; never one's own.", New: func() govern.Action { return &Decide{} }},
	{Name: Assigning, Area: area, Doc: "Give an item of a review to another reviewer.", New: func() govern.Action { return &Assign{} }},
}

// Reviewer is who reviews what lies in a unit and beneath it.
type Reviewer struct {
	Unit govern.ID `json:"unit" required:"false" doc:"Empty: everything that nobody is named for more closely."`
	User govern.ID `json:"user"`
}

// The states of a review.
const (
	Opened = "open"
	Closed = "closed"
)

// What becomes of what nobody confirmed.
const (
	Keep = "keep"
	End  = "end"
)

// Review is one campaign over a scope and a set of roles. What its columns name
// may be deleted while it stays, so none of them is a reference.
type Review struct {
	govern.Meta
	Name        string      `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Unit        govern.ID   `json:"unit" db:"unit" audit:"show" required:"false" doc:"Whose grants are reviewed, with all beneath it; empty: everything."`
	Roles       []string    `json:"roles" db:"roles" audit:"show" required:"false" doc:"Ids of the roles whose grants are reviewed, and of those that include them; empty: every role."`
	Reviewers   []Reviewer  `json:"reviewers" db:"reviewers" audit:"show" required:"false" doc:"Who reviews what, the closest unit first; empty: whoever may over the whole scope."`
	Unconfirmed string      `json:"unconfirmed" db:"unconfirmed" audit:"show" enum:"keep,end" doc:"What becomes of what nobody confirmed: keep, or end with the review."`
	State       string      `json:"state" db:"state" audit:"show" enum:"open,closed"`
	Count       int64       `json:"items" db:"items" audit:"show" doc:"How many grants and memberships it has."`
	StartedAt   govern.Time `json:"started_at" db:"started_at" audit:"show"`
	DueAt       govern.Time `json:"due_at" db:"due_at" audit:"show" doc:"Until when it is to be decided; then it closes by itself."`
	ClosedAt    govern.Time `json:"closed_at" db:"closed_at" audit:"show" required:"false"`
}

// Reviews are all campaigns.
var Reviews = govern.Declare(govern.Table[Review]{
	Name:      "access_review",
	Doc:       "A review of access that was given: each reviewer confirms or revokes it by a date.",
	Unique:    [][]string{{"name"}},
	ByCommand: true,
	Target:    func(r *Review) access.Target { return access.Target{Unit: string(r.Unit)} },
})

// The verdicts on an item.
const (
	Open      = "open"
	Confirmed = "confirmed"
	Revoked   = "revoked"
	Lapsed    = "lapsed"
	Gone      = "gone"
)

// What an item is about.
const (
	ofGrant  = "grant"
	ofMember = "member"
)

// Item is one grant or membership under review, as it was when the review began
// or when it was confirmed.
type Item struct {
	govern.Meta
	Review        govern.ID   `json:"review" db:"review" audit:"show" ref:"access_review"`
	Unit          govern.ID   `json:"unit" db:"unit" audit:"show" required:"false" doc:"The unit that the grant is scoped to, or that the record or group is of; empty: none."`
	Reviewer      govern.ID   `json:"reviewer" db:"reviewer" audit:"show" ref:"user" doc:"Who is to decide."`
	Kind          string      `json:"kind" db:"kind" audit:"show" enum:"grant,member" doc:"A grant or a membership."`
	Record        govern.ID   `json:"record" db:"record" audit:"show" doc:"Its id."`
	RecordVersion int64       `json:"record_version" db:"record_version" audit:"show" doc:"The version of it that the item shows."`
	User          govern.ID   `json:"user" db:"user" audit:"show" ref:"user" required:"false" doc:"Who has it; empty: the group."`
	Group         govern.ID   `json:"group" db:"group" audit:"show" required:"false" doc:"The group that has it, or that the user is in."`
	GroupName     string      `json:"group_name" db:"group_name" audit:"show" required:"false" doc:"The group's name then."`
	Role          govern.ID   `json:"role" db:"role" audit:"show" required:"false" doc:"Of a grant: the role."`
	RoleName      string      `json:"role_name" db:"role_name" audit:"show" required:"false" doc:"The role's name then."`
	Scope         string      `json:"scope" db:"scope" audit:"show" enum:"everything,unit,record,table" required:"false" doc:"Of a grant: everything, a unit and all beneath it, one record, or every record of a table."`
	ScopeTable    string      `json:"scope_table" db:"scope_table" audit:"show" required:"false" doc:"The table of the one record, or of every one."`
	ScopeRecord   govern.ID   `json:"scope_record" db:"scope_record" audit:"show" required:"false" doc:"The unit's or record's id; of every record of a table, the unit that they belong to, or empty for all."`
	UntilAt       govern.Time `json:"until_at" db:"until_at" audit:"show" required:"false" doc:"When it ends by itself; empty: never."`
	Verdict       string      `json:"verdict" db:"verdict" audit:"show" enum:"open,confirmed,revoked,lapsed,gone" doc:"lapsed: it ended with the review, as nobody confirmed it; gone: it had ended otherwise, or had become another."`
	Reason        string      `json:"reason" db:"reason" audit:"show" required:"false" maxLength:"2000" doc:"Why; a revocation has one."`
	DecidedBy     govern.ID   `json:"decided_by" db:"decided_by" audit:"show" ref:"user" required:"false"`
	DecidedAt     govern.Time `json:"decided_at" db:"decided_at" audit:"show" required:"false"`
}

// Items are all that is under review or was.
var Items = govern.Declare(govern.Table[Item]{
	Name:      "review_item",
	Doc:       "A grant or membership under review, and what was said of it.",
	Unique:    [][]string{{"review", "kind", "record"}},
	ByCommand: true,
	Target:    (*Item).target,
	Check:     checkItem,
	// To confirm is to give again: nobody does it, or agrees to it, for themselves.
	Benefits: func(ctx context.Context, q govern.Reader, _, after *Item) ([]govern.ID, error) {
		if after == nil || after.Verdict != Confirmed {
			return nil, nil
		}
		return holders(ctx, q, after)
	},
})

// target is what a permission on the grant or membership itself is asked on.
func (it *Item) target() access.Target {
	t := access.Target{Unit: string(it.Unit)}
	switch {
	case it.Kind == ofMember:
		t.Records = []access.Record{{Table: "group", ID: string(it.Group)}}
	case it.Scope == "record":
		t.Records = []access.Record{{Table: it.ScopeTable, ID: string(it.ScopeRecord)}}
	}
	return t
}

func checkItem(_ context.Context, _ govern.Reader, before, after *Item) error {
	if after != nil && after.Verdict == Revoked && after.Reason == "" {
		return fault.Bad("reason", "reason_missing", "Say why it is revoked.")
	}
	return nil
}

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
