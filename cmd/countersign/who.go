package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/httpapi"
)

// whoVerb and the verbs after it are asked of a running server, which logs what it
// logs, tells what the asker may know, and can look into the past.
type whoVerb struct {
	remote
	Permission string `help:"Such as bank_instruction.update." required:"" placeholder:"TABLE.VERB"`
	Table      string `help:"The table of the record; without it, everything is meant." and:"record"`
	ID         string `name:"id" help:"The id of the record." and:"record"`
	AsOf       string `help:"At this time instead of now, such as 2026-11-22T14:00:00Z." placeholder:"TIME"`
	JSON       bool   `name:"json" help:"Print the answer as JSON."`
}

// Run lists who may, with their grants.
func (v *whoVerb) Run(t *tool) error {
	all, next := httpapi.AbleList{Items: []httpapi.Able{}}, ""
	for {
		var page httpapi.AbleList
		q := given("permission", v.Permission, "table", v.Table, "id", v.ID, "as_of", v.AsOf, "cursor", next, "limit", "1000")
		if err := v.ask(t, http.MethodGet, "/api/v1/access/who?"+q, nil, &page); err != nil {
			return err
		}
		all.Items, all.Total, all.Within, next = append(all.Items, page.Items...), page.Total, page.Within, page.Next
		if next == "" {
			break
		}
	}
	if v.JSON {
		return t.show(all)
	}
	for _, a := range all.Items {
		var by []string
		for _, g := range a.Grants {
			by = append(by, g.String())
		}
		if err := t.say("%s (%s): %s", a.User, a.Name, strings.Join(by, "; ")); err != nil {
			return err
		}
	}
	return within(t, all.Within)
}

// within says where the answer holds, for who may ask about some units alone.
func within(t *tool, scopes []access.Scope) error {
	if len(scopes) == 0 {
		return nil
	}
	var at []string
	for _, s := range scopes {
		at = append(at, s.String())
	}
	return t.say("You may ask at %s; of elsewhere nothing is told.", strings.Join(at, ", "))
}

type whatVerb struct {
	remote
	User string `help:"The id of the user; without it, oneself."`
	AsOf string `help:"At this time instead of now, such as 2026-11-22T14:00:00Z." placeholder:"TIME"`
	JSON bool   `name:"json" help:"Print the answer as JSON."`
}

// Run lists everything that the user may do, and where.
func (v *whatVerb) Run(t *tool) error {
	var list httpapi.HeldList
	if err := v.ask(t, http.MethodGet, "/api/v1/access/what?"+given("user", v.User, "as_of", v.AsOf), nil, &list); err != nil {
		return err
	}
	if v.JSON {
		return t.show(list)
	}
	for _, h := range list.Items {
		var by []string
		for _, g := range h.Grants {
			by = append(by, g.String())
		}
		if err := t.say("%s: %s", h.Permission, strings.Join(by, "; ")); err != nil {
			return err
		}
	}
	return within(t, list.Within)
}

type simulateVerb struct {
	remote
	File string `arg:"" help:"JSON file with a list of changes: [{\"table\":\"grant\",\"op\":\"insert\",\"body\":{…}}, …]." type:"existingfile"`
	JSON bool   `name:"json" help:"Print the answer as JSON."`
}

// Run says who would gain and lose what; nothing is written.
func (v *simulateVerb) Run(t *tool) error {
	text, err := os.ReadFile(v.File)
	if err != nil {
		return err
	}
	if !json.Valid(text) {
		return usage{fmt.Errorf("%s is not JSON", v.File)}
	}
	var s httpapi.Simulation
	if err := v.ask(t, http.MethodPost, "/api/v1/access/simulate", map[string]json.RawMessage{"changes": text}, &s); err != nil {
		return err
	}
	if v.JSON {
		return t.show(s)
	}
	if err := t.say("%d users would gain or lose something", s.Users); err != nil {
		return err
	}
	for _, b := range s.Brought {
		what := "membership " + string(b.ID) + " of " + b.User + " in group " + b.Group
		if b.Table == "grant" {
			what = "grant " + string(b.ID) + " of role " + b.Role + " to " + cmp.Or(b.User, "group "+b.Group)
		}
		if err := t.say("  brings along: %s of the %s", b.Op, what); err != nil {
			return err
		}
	}
	for i := range s.Breaks.Items {
		if err := t.say("  would be refused: %s", &s.Breaks.Items[i]); err != nil {
			return err
		}
	}
	if unseen := s.Breaks.Total - len(s.Breaks.Items); unseen > 0 {
		if err := t.say("  would be refused: %d more would break a duty rule", unseen); err != nil {
			return err
		}
	}
	if s.Breaks.Elsewhere {
		if err := t.say("  would be refused: a duty rule would be broken by what you may not be told of"); err != nil {
			return err
		}
	}
	for _, g := range s.Groups {
		var names []string
		for _, u := range g.Users {
			names = append(names, u.User)
		}
		if g.Of > len(names) {
			names = append(names, fmt.Sprintf("and %d more", g.Of-len(names)))
		}
		if err := t.say("%s", strings.Join(names, ", ")); err != nil {
			return err
		}
		for _, what := range []struct {
			word string
			list []httpapi.Shifts
		}{{"gain", g.Gains}, {"lose", g.Loses}} {
			for _, shift := range what.list {
				var at []string
				for _, scope := range shift.Scopes {
					at = append(at, scope.String())
				}
				if err := t.say("  %s %s at %s", what.word, strings.Join(shift.Permissions, ", "), strings.Join(at, ", ")); err != nil {
					return err
				}
			}
		}
	}
	return within(t, s.Within)
}

// given is a query of the values that are not empty.
func given(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return q.Encode()
}
