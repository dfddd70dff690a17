package recon

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Field is one cell of an input's row, as it stands there.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Exception is an item that did not match fully. Rows count from 0, the header
// not counted; -1 is no row of that side. Amounts and differences are decimal
// text, differences left − right.
type Exception struct {
	govern.Meta
	Run     govern.ID `json:"run" db:"run" audit:"show" ref:"run"`
	Process govern.ID `json:"process" db:"process" audit:"show" ref:"process"`
	Unit    govern.ID `json:"unit" db:"unit" audit:"show" required:"false"`
	Kind    string    `json:"kind" db:"kind" audit:"show" enum:"partial,unmatched_left,unmatched_right,bad"`
	State   string    `json:"state" db:"state" audit:"show" enum:"unreviewed,under_review,pending,closed" doc:"pending: assigned to somebody who is to solve it."`

	LeftRow     int64    `json:"left_row" db:"left_row" audit:"show" minimum:"-1"`
	RightRow    int64    `json:"right_row" db:"right_row" audit:"show" minimum:"-1"`
	Key         []string `json:"key" db:"key" audit:"show" doc:"The values that the sides are compared by."`
	LeftAmount  string   `json:"left_amount" db:"left_amount" audit:"amount" required:"false"`
	RightAmount string   `json:"right_amount" db:"right_amount" audit:"amount" required:"false"`
	AmountDiff  string   `json:"amount_diff" db:"amount_diff" audit:"amount" required:"false"`
	DateDiff    string   `json:"date_diff" db:"date_diff" audit:"show" required:"false" doc:"In days."`
	Fails       []string `json:"fails" db:"fails" audit:"show" doc:"The fields beyond their tolerance, or what is wrong with a bad row."`
	LeftFields  []Field  `json:"left_fields" db:"left_fields" audit:"amount" doc:"The left row, long values cut."`
	RightFields []Field  `json:"right_fields" db:"right_fields" audit:"amount" doc:"The right row, long values cut."`

	Priority        string      `json:"priority" db:"priority" audit:"show" pattern:"^(now|end_of_day|[1-9][0-9]{0,2}_days)$" required:"false" doc:"now, end_of_day, or a number of days like 3_days."`
	Group           govern.ID   `json:"group" db:"group" audit:"show" ref:"group" required:"false" doc:"The group that it is allocated to; a grant on that group reaches it."`
	Labels          []string    `json:"labels" db:"labels" audit:"show" ref:"label" required:"false" doc:"Words that it is sorted by, of the sets of its process's units."`
	Assignee        govern.ID   `json:"assignee" db:"assignee" audit:"show" ref:"user" required:"false" doc:"Who is to solve it."`
	Cause           string      `json:"cause" db:"cause" audit:"show" required:"false" maxLength:"4000"`
	SuggestedAction string      `json:"suggested_action" db:"suggested_action" audit:"show" required:"false" maxLength:"4000"`
	ActionTaken     string      `json:"action_taken" db:"action_taken" audit:"show" required:"false" maxLength:"4000"`
	ClosedBy        govern.ID   `json:"closed_by" db:"closed_by" audit:"show" ref:"user" required:"false"`
	ClosedAt        govern.Time `json:"closed_at" db:"closed_at" audit:"show" required:"false"`
	HandMatch       govern.ID   `json:"hand_match" db:"hand_match" audit:"show" ref:"hand_match" required:"false" doc:"The match by hand that closed it."`
	BrokenMatch     govern.ID   `json:"broken_match" db:"broken_match" audit:"show" ref:"broken_match" required:"false" doc:"The match of the run that was broken apart and left its row open."`
}

// Exceptions are the items that people work on.
var Exceptions = govern.Declare(govern.Table[Exception]{
	Name: "exception",
	Doc:  "An item of a run that did not match fully.",
	Target: func(x *Exception) access.Target {
		return beneath(x.Unit, x.Process, allocated(x.Group, runRecord(x.Run))...)
	},
	Parent:    &govern.Parent[Exception]{Table: "run", ID: func(x *Exception) govern.ID { return x.Run }},
	ByCommand: true,
	Check:     checkException,
})

// allocated adds the group that something is allocated to: a grant on the group
// reaches it, and nothing else of the process.
func allocated(group govern.ID, records ...access.Record) []access.Record {
	if group == "" {
		return records
	}
	return append(records, access.Record{Table: "group", ID: string(group)})
}

func runRecord(id govern.ID) access.Record { return access.Record{Table: "run", ID: string(id)} }

// checkException keeps each state to what it means, whichever command leads there.
func checkException(ctx context.Context, q govern.Reader, before, after *Exception) error {
	if after == nil {
		return fault.New(fault.Conflict, "exception_stays", "An exception is never deleted; close it.")
	}
	if err := checkLabels(ctx, q, before, after); err != nil {
		return err
	}
	if after.State == "pending" {
		switch "" {
		case string(after.Assignee):
			return fault.Bad("assignee", "assignee_missing", "Say who is to solve it.")
		case after.Cause:
			return fault.Bad("cause", "cause_missing", "Say what caused it before somebody is asked to solve it.")
		case after.SuggestedAction:
			return fault.Bad("suggested_action", "suggested_action_missing", "Say what should be done about it before somebody is asked to do it.")
		}
	}
	closed := after.State == "closed"
	if closed && after.ActionTaken == "" {
		return fault.Bad("action_taken", "action_taken_missing", "Say what was done about it.")
	}
	if closed != (after.ClosedBy != "") || closed != (after.ClosedAt != 0) || closed != (after.ActionTaken != "") {
		return fault.New(fault.Internal, "bad_plan", "Only a closed exception names who closed it, when, and what was done.")
	}
	return nil
}

// Comment is what somebody wrote about a run or one of its exceptions. It is
// never altered.
type Comment struct {
	govern.Meta
	Run       govern.ID   `json:"run" db:"run" audit:"show" ref:"run"`
	Exception govern.ID   `json:"exception" db:"exception" audit:"show" ref:"exception" required:"false" doc:"Empty: about the whole run."`
	Process   govern.ID   `json:"process" db:"process" audit:"show"`
	Unit      govern.ID   `json:"unit" db:"unit" audit:"show" required:"false"`
	Group     govern.ID   `json:"group" db:"group" audit:"show" ref:"group" required:"false" doc:"The group that the exception is allocated to."`
	Author    govern.ID   `json:"author" db:"author" audit:"show" ref:"user"`
	Text      string      `json:"text" db:"text" audit:"show" minLength:"1" maxLength:"4000"`
	WrittenAt govern.Time `json:"written_at" db:"written_at" audit:"show"`
}

// Comments are all that was written.
var Comments = govern.Declare(govern.Table[Comment]{
	Name:      "exception_comment",
	Doc:       "What somebody wrote about a run or one of its exceptions.",
	Target:    commentTarget,
	Parent:    &govern.Parent[Comment]{Table: "run", ID: func(c *Comment) govern.ID { return c.Run }},
	ByCommand: true,
	Check:     checkComment,
})

// checkComment lets a comment go along with its exception to another group, and
// nothing else of it change.
func checkComment(_ context.Context, q govern.Reader, before, after *Comment) error {
	if before == nil || after == nil && endsWithCopy(q, before.Process) {
		return nil
	}
	if after != nil {
		moved := *before
		moved.Group = after.Group
		if moved == *after {
			return nil
		}
	}
	return fault.New(fault.Conflict, "comment_stays", "A comment is neither altered nor deleted; write another.")
}

func commentTarget(c *Comment) access.Target {
	t := beneath(c.Unit, c.Process, allocated(c.Group, runRecord(c.Run))...)
	if c.Exception != "" {
		t.Records = append(t.Records, access.Record{Table: "exception", ID: string(c.Exception)})
	}
	return t
}

// Tables are those of the area.
var Tables = []govern.Any{Processes, Runs, Exceptions, Comments, HandMatches, BrokenMatches, StagingCopies, Labels}
