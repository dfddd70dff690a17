package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/httpapi"
)

type presetVerb struct {
	remote
	Family  string `arg:"" help:"permissions, bank_instructions, third_party_payments, payment_release or everything." enum:"permissions,bank_instructions,third_party_payments,payment_release,everything"`
	People  int64  `help:"How many others have to agree." default:"1"`
	Group   string `help:"Id of the group whose people they are; without it, whoever may approve what is changed." placeholder:"ID"`
	Expires int64  `help:"Hours after which a change that waits ends by itself; 0 is never." placeholder:"HOURS"`
	DryRun  bool   `help:"Say what it would do and change nothing."`
	Reason  string `help:"Why; kept with the change and in the log." placeholder:"TEXT"`
	Ticket  string `help:"Number of an external ticket; kept in the same way." placeholder:"NUMBER"`
	JSON    bool   `name:"json" help:"Print the server's answer as JSON."`
}

// Run asks for the rules as one change, which may wait for other people itself.
func (v *presetVerb) Run(t *tool) error {
	where := "/api/v1/policy/four_eyes_rule/" + v.Family + "/preset"
	if v.DryRun {
		where += "?dry_run=true"
	}
	body := map[string]any{"people": v.People, "group": v.Group, "expires_after_hours": v.Expires}
	var out httpapi.Planned
	if err := v.ask(t, http.MethodPost, where, body, &out, "Countersign-Reason", v.Reason, "Countersign-Ticket", v.Ticket); err != nil {
		return err
	}
	switch {
	case v.JSON:
		return t.show(out)
	case out.State == govern.Planned:
		return t.say("%d rules would be written at once:%s", len(out.Rows), rulesOf(out.Rows))
	case out.State == govern.Held && v.DryRun:
		return t.say("%d rules would wait for others (%s):%s", len(out.Rows), strings.Join(out.Missing, ", "), rulesOf(out.Rows))
	case out.State == govern.Held:
		return t.say("Held as change %s until others agree: %s.", out.Change, strings.Join(out.Missing, ", "))
	}
	return t.say("%d rules are in force; entry %d of the log.", len(out.Records), out.Seq)
}

// rulesOf names the rules that would be written, a line each.
func rulesOf(rows []govern.ShownChange) string {
	var b strings.Builder
	for _, row := range rows {
		var rule struct{ Name string }
		_ = json.Unmarshal(row.After, &rule) // what cannot be read has no name
		fmt.Fprintf(&b, "\n  %s %s", signs[row.Op], oneOf(rule.Name))
	}
	return b.String()
}

// lackSaid is what besides the names of the eligible says why they cannot.
var lackSaid = map[govern.Lack]string{
	govern.LacksPlace: " They are enough, but nowhere together.",
	govern.LacksMaker: " No other person, or none of another unit, is left who could have asked.",
}

type doctorVerb struct {
	remote
	JSON bool `name:"json" help:"Print what is found as JSON."`
}

// Run names what nobody can meet any more, and ends with status 1 when there is
// any of it.
func (v *doctorVerb) Run(t *tool) error {
	var found httpapi.ImpossibleList
	if err := v.ask(t, http.MethodGet, "/api/v1/access/impossible", nil, &found); err != nil {
		return err
	}
	if v.JSON {
		if err := t.show(found); err != nil {
			return err
		}
	}
	for _, i := range found.Items {
		if v.JSON {
			break
		}
		said := fmt.Sprintf("The %s %s (%s) cannot be met any more: %s.", i.Kind, i.ID, i.Name, strings.TrimSuffix(i.Eligible, "."))
		if i.Kind == "factor" {
			said = fmt.Sprintf("The rule %s (%s) asks for %s, which is no permission to approve: name one that ends with .approve, or a group.", i.ID, i.Name, i.Eligible)
		}
		said += lackSaid[i.Lack]
		if err := t.say("%s", said); err != nil {
			return err
		}
	}
	if found.Unseen && !v.JSON {
		if err := t.say("There are pending changes that cannot be met any more and that you may not see. Whoever may see them finds them on the home page."); err != nil {
			return err
		}
	}
	if len(found.Items) > 0 || found.Unseen {
		return errSilent
	}
	if v.JSON {
		return nil
	}
	if len(found.Within) > 0 {
		return t.say("Every pending change that you may see (of the oldest %d) can be met by today's people. Who may ask about everything is told of every rule.", govern.SeenForImpossible)
	}
	return t.say("Every four-eyes rule and every pending change (of the oldest %d) can be met by today's people.", govern.SeenForImpossible)
}
