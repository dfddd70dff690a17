// Package policy holds the rules that the organisation sets for itself: who
// else must agree to which change.
package policy

import (
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/govern"
)

// Rule is one four-eyes rule as it is kept. Loosening or deleting it falls
// under the rule itself.
type Rule struct {
	govern.Meta
	Name              string            `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Subject           string            `json:"subject" db:"subject" audit:"show" doc:"A table (bank_instruction) or a command (package.release)."`
	Operations        []string          `json:"operations" db:"operations" audit:"show" doc:"insert, update, delete of a table; command of a command."`
	Condition         string            `json:"condition" db:"condition" audit:"show" required:"false" doc:"CEL over before, after, actor and now; empty: always."`
	Factors           []approval.Factor `json:"factors" db:"factors" audit:"show" doc:"All must be met: so many people with that permission to approve, or of that group."`
	ExpiresAfterHours int64             `json:"expires_after_hours" db:"expires_after_hours" audit:"show" required:"false" minimum:"0" doc:"When a change that waits ends by itself; 0: never."`
	DifferentUnits    bool              `json:"different_units" db:"different_units" audit:"show" required:"false" doc:"Maker and approver must be of different units."`
	Enabled           bool              `json:"enabled" db:"enabled" audit:"show"`
}

const hour = int64(3600e6)

// Rules are all four-eyes rules. What is wrong with one (a misspelt field, a
// condition that does not compile, nobody who could meet it) the Engine says
// when it is saved.
var Rules = govern.Declare(govern.Table[Rule]{
	Name:   "four_eyes_rule",
	Doc:    "Which changes must wait, and for whom.",
	Unique: [][]string{{"name"}},
	Rule: func(r *Rule) approval.Rule {
		return approval.Rule{
			ID: string(r.ID), Name: r.Name, Subject: r.Subject, Operations: r.Operations, Condition: r.Condition,
			Factors: r.Factors, ExpiresAfter: r.ExpiresAfterHours * hour, DifferentUnits: r.DifferentUnits, Enabled: r.Enabled,
		}
	},
})
