// Package collude is the room above the areas in which it is found out who could
// bring an outcome about together: it gathers, for each outcome, the steps that
// really have to happen, who may do each today, which four-eyes rules hold it and
// what must be in different hands, and has package collusion find the sets.
//
// What is not known of the change (an amount, a kind that its maker chooses) is
// taken as the worst case: a rule whose condition looks at it is assumed not to
// apply, and the answer says so. Grants, deputies and who answers for services are
// those of today: that somebody could first be given a role is an outcome of its
// own, and what is not counted the answer says. Who names their own deputy adds
// nobody: they could agree themselves.
package collude

import (
	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
)

// Outcome is what could be brought about.
type Outcome string

// The outcomes.
const (
	Payment   Outcome = "payment_to_new_beneficiary"
	Role      Outcome = "user_gains_role"
	Exception Outcome = "exception_force_closed"
	RuleOff   Outcome = "four_eyes_rule_off"
)

// Outcomes are all of them.
var Outcomes = []Outcome{Payment, Role, Exception, RuleOff}

// Ask is one question. Fields that the outcome does not speak of stay empty.
type Ask struct {
	Outcome Outcome     `json:"outcome" enum:"payment_to_new_beneficiary,user_gains_role,exception_force_closed,four_eyes_rule_off"`
	Account govern.ID   `json:"account,omitempty" required:"false" doc:"payment_to_new_beneficiary: the account that pays; empty: each."`
	Kind    string      `json:"kind,omitempty" required:"false" doc:"payment_to_new_beneficiary: the kind of payment; empty: what its maker chooses."`
	Amount  money.Money `json:"amount,omitzero" required:"false" doc:"payment_to_new_beneficiary: how much; empty: what its maker chooses."`
	User    govern.ID   `json:"user,omitempty" required:"false" doc:"user_gains_role: who gains it; empty: somebody who does nothing for it."`
	Role    govern.ID   `json:"role,omitempty" required:"false" doc:"user_gains_role: the role."`
	// Scope as of a grant: everything, unit, record or table.
	Scope       string    `json:"scope,omitempty" required:"false" enum:"everything,unit,record,table" doc:"user_gains_role: how far; empty: everything."`
	ScopeTable  string    `json:"scope_table,omitempty" required:"false" doc:"user_gains_role: the table of the one record, or of every one."`
	ScopeRecord govern.ID `json:"scope_record,omitempty" required:"false" doc:"user_gains_role: the unit's or record's id; of every record of a table, their unit."`
	Process     govern.ID `json:"process,omitempty" required:"false" doc:"exception_force_closed: the process; empty: each."`
	Rule        govern.ID `json:"rule,omitempty" required:"false" doc:"four_eyes_rule_off: the rule; empty: each."`
	Limit       int       `json:"limit,omitempty" required:"false" minimum:"0" maximum:"1000" doc:"How many groups of sets are listed of each case; 0: 20."`
	Names       int       `json:"names,omitempty" required:"false" minimum:"0" maximum:"1000" doc:"How many people are listed of each place; 0: 20."`
	Cases       int       `json:"cases,omitempty" required:"false" minimum:"0" maximum:"200" doc:"How many cases are looked at; 0: 20."`

	most int // people in a set; 0: as many as are looked for
}

// Report is the answer: one case for each account, process or rule.
type Report struct {
	Outcome  Outcome  `json:"outcome"`
	Smallest int      `json:"smallest" doc:"People in the smallest set of any case; 0: no set of up to four can."`
	Alarm    bool     `json:"alarm" doc:"In some case one person alone can."`
	Cases    []Case   `json:"cases"`
	More     int      `json:"more" doc:"Cases that were not looked at; name the one that matters."`
	Beyond   []string `json:"beyond" doc:"What is not counted."`
}

// Case is the outcome for one record.
type Case struct {
	On       access.Record `json:"on" doc:"The account, process, rule or user that it is about."`
	Name     string        `json:"name" doc:"What people call it."`
	Already  string        `json:"already,omitempty" doc:"Why nobody has to do anything for it."`
	Blocked  []string      `json:"blocked,omitempty" doc:"Ways that are closed today whoever acts, and why."`
	Smallest int           `json:"smallest" doc:"People in the smallest set; 0: no set of up to four can."`
	Alarm    bool          `json:"alarm" doc:"One person alone can."`
	Sets     int64         `json:"sets" doc:"How many sets there are of whom nobody could be left out."`
	Sizes    []int64       `json:"sizes" doc:"How many of them have 1, 2, 3 and 4 people."`
	All      bool          `json:"all" doc:"False when the search was cut off: there may be more."`
	People   int           `json:"people" doc:"People who can do something of it."`
	Groups   []Group       `json:"groups" doc:"The sets, those whose people are interchangeable together; smallest first."`
	More     int           `json:"more" doc:"Groups that are not listed."`
}

// Group is sets that are alike.
type Group struct {
	Size    int             `json:"size"`
	Sets    int64           `json:"sets" doc:"How many sets: one person for each member."`
	Members []Member        `json:"members"`
	Way     string          `json:"way" doc:"What they would do."`
	Given   []string        `json:"given,omitempty" doc:"What must stand already."`
	Acts    []Act           `json:"acts" doc:"Who does which step, in the example."`
	Gaps    []collusion.Gap `json:"gaps" doc:"The rules whose absence makes it possible."`
}

// Member is one place in the sets of a group.
type Member struct {
	Example Someone   `json:"example"`
	People  []Someone `json:"people" doc:"Who could take it; not all when there are many."`
	Of      int       `json:"of" doc:"How many could."`
	Unit    int       `json:"unit,omitempty" doc:"Members with the same number are of one unit, those with another of another; 0: it does not matter."`
}

// Someone is a person with the users that stand for them.
type Someone struct {
	Person string   `json:"person"`
	Name   string   `json:"name"`
	Users  []string `json:"users" doc:"Users, services that the person answers for among them."`
}

// Act is one thing that a member of the example does, and by which grants.
type Act struct {
	collusion.Doing
	Grants  []access.Reason `json:"grants" doc:"The grants that allow it: those of whose deputy agrees, where one does."`
	Asked   string          `json:"asked" doc:"The permission or group that it takes."`
	Points  int             `json:"points,omitempty" doc:"What the signature adds."`
	Through string          `json:"through,omitempty" doc:"The name of the service that the person, who answers for it, acts by."`
	For     string          `json:"for,omitempty" doc:"The name of whose deputy agrees here."`
}
