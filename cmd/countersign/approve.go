package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/httpapi"
)

type approveVerb struct {
	remote
	Change   string   `arg:"" help:"Id of the change."`
	Digest   string   `help:"The digest that was shown: agrees to the change. Without it the change is shown and nothing is decided." placeholder:"SHA256"`
	LeaveOut []string `help:"A row to leave out, as table/id; may be repeated. Others that agree must leave out the same." placeholder:"TABLE/ID"`
	AllRows  bool     `help:"Agree to every row, also those that others left out, whose agreements are set aside."`
	OnBehalf string   `help:"Id of the user whose deputy you act as." placeholder:"USER"`
	Reason   string   `help:"Why; kept with the decision." placeholder:"TEXT"`
	JSON     bool     `name:"json" help:"Print the change, or what became of it, as JSON."`
}

// Run shows the change, or agrees to what was shown.
func (v *approveVerb) Run(t *tool) error {
	where := "/api/v1/change/" + url.PathEscape(v.Change)
	if v.Digest == "" {
		if v.LeaveOut != nil || v.AllRows {
			return usage{errors.New("give --digest as well: the digest of the change that you looked at")}
		}
		var c httpapi.ChangeView
		if err := v.ask(t, http.MethodGet, where, nil, &c); err != nil {
			return err
		}
		if v.JSON {
			return t.show(c)
		}
		return showChange(t, &c)
	}
	body, err := v.body()
	if err != nil {
		return err
	}
	var out govern.Outcome
	if err := v.ask(t, http.MethodPost, where+"/approve", body, &out); err != nil {
		return err
	}
	if v.JSON {
		return t.show(out)
	}
	return told(t, &out)
}

func (v *approveVerb) body() (map[string]any, error) {
	body := map[string]any{"digest": v.Digest, "reason": v.Reason, "on_behalf": v.OnBehalf}
	switch {
	case v.AllRows && v.LeaveOut != nil:
		return nil, usage{errors.New("either --all-rows or --leave-out")}
	case v.AllRows:
		body["leave_out"] = govern.LeaveOut{}
	case v.LeaveOut != nil:
		var list govern.LeaveOut
		for _, text := range v.LeaveOut {
			table, id, ok := strings.Cut(text, "/")
			if !ok || table == "" || id == "" {
				return nil, usage{fmt.Errorf("--leave-out %q is no row like user/eva", text)}
			}
			list = append(list, govern.Ref{Table: table, ID: govern.ID(id)})
		}
		body["leave_out"] = list
	}
	return body, nil
}

// showChange prints a change for who is to agree to it.
func showChange(t *tool, c *httpapi.ChangeView) error {
	out := map[govern.Ref]bool{}
	for _, ref := range c.LeftOut {
		out[ref] = true
	}
	lines := []string{fmt.Sprintf("%s by %s, %s: %s", c.Command, c.Maker, c.State, c.Reason)}
	for _, row := range c.Rows {
		line := fmt.Sprintf("  %s %s/%s", row.Op, row.Table, row.ID)
		if out[govern.Ref{Table: row.Table, ID: row.ID}] {
			line += " (left out by those who agreed)"
		}
		for _, name := range row.Changed {
			line += fmt.Sprintf("\n      %s: %s -> %s", name, field(row.Before, name), field(row.After, name))
		}
		lines = append(lines, line)
	}
	if c.Divides {
		lines = append(lines, "Rows may be left out with --leave-out TABLE/ID.")
	}
	for _, m := range c.Missing {
		lines = append(lines, "Still needed: "+m)
	}
	return t.say("%s\nDigest: %s", strings.Join(lines, "\n"), c.Digest)
}

func field(image json.RawMessage, name string) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(image, &fields) != nil || fields[name] == nil {
		return "-"
	}
	return string(fields[name])
}

// told says what became of an agreement.
func told(t *tool, out *govern.Outcome) error {
	switch out.State {
	case govern.Applied:
		if out.Detail == "" {
			return t.say("Executed; entry %d of the log.", out.Seq)
		}
		lines := []string{fmt.Sprintf("Executed; entry %d of the log. %s", out.Seq, out.Detail)}
		for _, s := range out.Skipped {
			why := s.Why
			if why == "" {
				why = "left out"
			}
			lines = append(lines, fmt.Sprintf("  %s/%s: %s", s.Table, s.ID, why))
		}
		return t.say("%s", strings.Join(lines, "\n"))
	case govern.Held:
		return t.say("Agreed; the change still waits: %s.", strings.Join(out.Missing, ", "))
	}
	return t.say("The change is %s: %s", out.State, out.Detail)
}
