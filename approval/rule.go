// Package approval decides who else must agree. A Rule names what it watches, a
// condition in CEL and the factors that must be met; compiled into a Program it
// says whether a change falls under it, what is still missing, and who could
// give it.
//
// It is pure: no clock, no database, no randomness. Doubt counts against the
// change: a condition that cannot be evaluated applies.
package approval

import "strings"

// Kind is what a column holds, and so the type that conditions see.
type Kind uint8

// The kinds, with the Go type of a value in a row and the type in conditions.
const (
	Text    Kind = iota // string; string
	Int                 // int64; int
	Bool                // bool; bool
	Decimal             // string, plain notation; decimal: compared exactly, with decimal("1.05")
	Time                // int64, µs UTC; timestamp
	List                // []string; list(string)
	Money               // Amount; seen as NAME_minor (int) and NAME_currency (string), not as NAME
)

// Amount is the value of a column of kind Money, in minor units.
type Amount struct {
	Minor    int64
	Currency string
}

// Field is one column of a table.
type Field struct {
	Name string
	Kind Kind
}

// Schema names the columns of every table that rules may watch. A money column
// named exactly "amount" is also seen as "currency", unless the table has a
// column of that name. A command that rules should see the input of has an
// entry too; its input is read as after.
type Schema map[string][]Field

// Factor is one thing that must be met: so many distinct people who have the
// permission, or who are in the group. Exactly one of the two is named.
type Factor struct {
	Permission string `json:"permission,omitempty" doc:"Such as bank_instruction.approve: people who have it."`
	Group      string `json:"group,omitempty" doc:"The id of a group, instead: people who are in it."`
	People     int    `json:"people" doc:"How many different ones."`
}

// Approves reports whether the factor asks for people whose part it is to agree: of
// a group, or with a permission to approve. One that does not is met all the same.
func (f Factor) Approves() bool {
	return f.Group != "" || strings.HasSuffix(f.Permission, ".approve")
}

// Who says whom the factor asks for, with the group by what called says.
func (f Factor) Who(called func(group string) string) string {
	if f.Group != "" {
		return "group " + called(f.Group)
	}
	return f.Permission
}

// The operations a rule can watch.
const (
	Insert  = "insert"
	Update  = "update"
	Delete  = "delete"
	Command = "command"
)

// Rule is one four-eyes rule. Subject is a table or a command
// ("cycle.close"), Operations what of it is watched: insert, update and delete
// of a table, command of a command. Condition is CEL over before, after, actor
// and now; "" means always. ExpiresAfter is in µs, 0 = never.
type Rule struct {
	ID             string   `json:"id"`
	Name           string   `json:"name"`
	Subject        string   `json:"subject"`
	Operations     []string `json:"operations"`
	Condition      string   `json:"condition"`
	Factors        []Factor `json:"factors"`
	ExpiresAfter   int64    `json:"expires_after"`
	DifferentUnits bool     `json:"different_units"`
	Enabled        bool     `json:"enabled"`
}

// Actor is who makes the change.
type Actor struct{ ID, Unit string }

// Input is one change of one row, or one command. Before and After hold values
// by column name, in the Go types of the Kinds; nil means that there is no row,
// a missing or nil value that the column is empty. Now is in µs UTC.
type Input struct {
	Subject, Op   string
	Before, After map[string]any
	Actor         Actor
	Now           int64
}

// Error is the refusal of a rule, or of a value while evaluating one. Code is
// one of rule_id, rule_subject, rule_operation, rule_condition, rule_null_test,
// rule_factor, rule_expiry, schema and evaluation; Place says where (such as
// "condition 1:14" or "factors[1].people"), Detail what to do.
type Error struct{ Code, Place, Detail string }

func (e *Error) Error() string { return e.Code + " at " + e.Place + ": " + e.Detail }
