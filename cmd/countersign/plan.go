package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/httpapi"
)

var signs = map[govern.Op]string{govern.Insert: "+", govern.Update: "~", govern.Delete: "-"}

// showPlan prints what an apply would change, field by field, whose access would
// grow or shrink, and whether it would wait.
func showPlan(t *tool, plan *httpapi.Configured) error {
	var b strings.Builder
	counts := map[govern.Op]int{}
	for _, d := range plan.Differences {
		counts[d.Op]++
		fmt.Fprintf(&b, "%s %s %s\n", signs[d.Op], d.Table, d.Key)
		for _, f := range d.Fields {
			showField(&b, d.Op, f)
		}
	}
	if len(plan.Gains) > 0 {
		b.WriteString("\nAccess:\n")
	}
	for _, g := range plan.Gains {
		var says []string
		if g.Gains != "" {
			says = append(says, "gains, among others, "+g.Gains)
		}
		if g.Loses != "" {
			says = append(says, "loses, among others, "+g.Loses)
		}
		fmt.Fprintf(&b, "  %s %s\n", g.User, strings.Join(says, "; "))
	}
	for _, l := range plan.Later {
		fmt.Fprintf(&b, "\nLeft until the table %s is in force as declared here, rows: %d. Apply again then.\n", l.Table, l.Rows)
	}
	for _, l := range plan.Over {
		fmt.Fprintf(&b, "\nLeft, because their time is over or the change that they last until does not wait here: rows of %s: %d.\n", l.Table, l.Rows)
	}
	for _, r := range plan.Unadministered {
		fmt.Fprintf(&b, "\nNobody would administer %s %s: the files grant nobody the role there. Give it to somebody.\n", r.Table, r.ID)
	}
	if len(plan.Differences) == 0 {
		return t.say("Nothing differs.")
	}
	fmt.Fprintf(&b, "\n%d to add, %d to change, %d to delete.", counts[govern.Insert], counts[govern.Update], counts[govern.Delete])
	if len(plan.Missing) > 0 {
		fmt.Fprintf(&b, " Others have to agree: %s.", strings.Join(plan.Missing, ", "))
	}
	return t.say("%s", b.String())
}

func showField(b *strings.Builder, op govern.Op, f ascode.FieldDif) {
	switch {
	case len(f.Added)+len(f.Removed) > 0:
		fmt.Fprintf(b, "    %s:\n", f.Name)
		for _, s := range f.Added {
			fmt.Fprintf(b, "      + %s\n", oneOf(s))
		}
		for _, s := range f.Removed {
			fmt.Fprintf(b, "      - %s\n", oneOf(s))
		}
	case op == govern.Insert:
		fmt.Fprintf(b, "    %s: %s\n", f.Name, oneOf(f.After))
	default:
		fmt.Fprintf(b, "    %s: %s → %s\n", f.Name, oneOf(f.Before), oneOf(f.After))
	}
}

// oneOf is a value on one line; nothing, and what would not show, in quotes.
func oneOf(s string) string {
	if s == "" || s != strings.TrimSpace(s) || strings.ContainsFunc(s, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return strconv.Quote(s)
	}
	return s
}
