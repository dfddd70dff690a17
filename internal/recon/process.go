// Package recon reconciles two sides of the same business: a process says how,
// a run says what came of it, and an exception is an item that did not match
// fully and that somebody works on until it is closed.
//
// A run is two changes and two audit entries whatever its size: its start pins
// both inputs, the configuration and who asked; its end, which a worker records as
// the program's own service, brings the counts and the exceptions. Inputs,
// configuration and full result are immutable files named by their digests; only
// what people work on stands in tables. What is compared meanwhile is no governed
// data: a lease of the run says which worker has it.
package recon

import (
	"context"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/matching"
)

// Process says how two sides are compared. Runs stand under it.
type Process struct {
	govern.Root
	Code            string    `json:"code" db:"code" audit:"show" pattern:"^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$" doc:"Short and unique, like CASH-EUR."`
	Name            string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Unit            govern.ID `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"Who it belongs to."`
	Kind            string    `json:"kind" db:"kind" audit:"show" enum:"cash,data" doc:"cash: an account's ledger and its bank statements; data: any two files."`
	AccountNumber   string    `json:"account_number" db:"account_number" audit:"show" required:"false" maxLength:"34" doc:"IBAN or other number whose statements are taken; needed for cash."`
	Configuration   string    `json:"configuration" db:"configuration" audit:"show" minLength:"1" maxLength:"65536" doc:"Keys, amount, date and tolerances, in YAML or JSON, as for the command match."`
	HandTolerance   string    `json:"hand_tolerance" db:"hand_tolerance" audit:"show" required:"false" pattern:"^[0-9]{1,24}(\\.[0-9]{1,12})?$" doc:"What the amounts of a match by hand may differ by; empty: the tolerance of the configuration."`
	OnInconsistency string    `json:"on_inconsistency" db:"on_inconsistency" audit:"show" enum:"warn,stop" doc:"What happens when a statement's opening balance and movements do not give its closing balance."`
}

// Processes are all reconciliations that are done.
var Processes = govern.Declare(govern.Table[Process]{
	Name:   "process",
	Doc:    "How two sides are compared: their keys, amounts, dates and tolerances.",
	Unique: [][]string{{"code"}},
	Target: func(p *Process) access.Target { return access.Target{Unit: string(p.Unit)} },
	Check:  checkProcess,
	Aside:  copies,

	MakerRole: "config-admin",
})

func checkProcess(ctx context.Context, q govern.Reader, before, after *Process) error {
	switch {
	case after == nil && !q.May(q.Asker(), configuring, beneath(before.Unit, before.ID)):
		return fault.New(fault.Denied, "process_role_missing", "To delete a process takes the right to agree to its changes as well, such as the role config-admin on the process %s.", before.Code)
	case after == nil:
		return checkDeletion(ctx, q, before)
	case after.Kind == "cash" && after.AccountNumber == "":
		return fault.Bad("account_number", "account_missing", "A cash process needs the number of the account whose statements it takes.")
	}
	c, err := matching.ReadConfig("configuration", []byte(after.Configuration))
	if err == nil && len(c.Passes) > 0 {
		return fault.Bad("configuration", "passes_not_taken", "A process compares by keys, amount and date at the top level; several passes are for the command match.")
	}
	return invalid(err, "configuration")
}

// What the role on a process is known by that some commands ask for besides the role
// over everything: no standard role over everything holds these.
const (
	configuring = "process.approve"
	operating   = "exception.review"
)

// beneath is the target of what belongs to a process: grants over it reach it.
func beneath(unit, process govern.ID, more ...access.Record) access.Target {
	return access.Target{Unit: string(unit), Records: append([]access.Record{{Table: "process", ID: string(process)}}, more...)}
}

// number is an account number as it compares: without blanks, in capitals.
func number(s string) string {
	return strings.ToUpper(strings.ReplaceAll(s, " ", ""))
}
