package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/countersign/countersign/internal/review"
)

type staleVerb struct {
	remote
	Days       int  `help:"Without a sign-in or a use." default:"90"`
	EndingDays int  `help:"In which a token ends." default:"30"`
	JSON       bool `name:"json" help:"Print the answer as JSON."`
}

// Run asks page by page, and prints what the asker may view.
func (v *staleVerb) Run(t *tool) error {
	var all review.Stale
	query := url.Values{"days": {strconv.Itoa(v.Days)}, "ending_days": {strconv.Itoa(v.EndingDays)}}
	for first := true; ; first = false {
		var s review.Stale
		if err := v.ask(t, http.MethodGet, "/api/v1/stale?"+query.Encode(), nil, &s); err != nil {
			return err
		}
		if first {
			all = s
		} else {
			all.Users, all.Grants = append(all.Users, s.Users...), append(all.Grants, s.Grants...)
		}
		if s.MoreUsers == "" && s.MoreGrants == "" {
			break
		}
		query.Set("after_user", string(s.MoreUsers))
		query.Set("after_grant", string(s.MoreGrants))
	}
	all.MoreUsers, all.MoreGrants = "", ""
	if v.JSON {
		return t.show(all)
	}
	return v.tell(t, &all)
}

func (v *staleVerb) tell(t *tool, s *review.Stale) error {
	if len(s.Users)+len(s.Grants)+len(s.Groups)+len(s.Tokens) == 0 {
		return t.say("Nothing is stale, as far as you may view it.")
	}
	for _, u := range s.Users {
		last := "never signed in"
		if u.LastAt != 0 {
			last = "last signed in at " + u.LastAt.String()
		}
		if err := t.say("user %s (%s): %s", u.User, u.Email, last); err != nil {
			return err
		}
	}
	for _, g := range s.Grants {
		to := string(g.User)
		if g.Group != "" {
			to = fmt.Sprintf("the group %s (%d people)", g.Group, g.People)
		}
		if err := t.say("grant %s of %s to %s: not used since %s", g.Grant, g.Role, to, g.Since); err != nil {
			return err
		}
	}
	for _, g := range s.Groups {
		if err := t.say("group %s (%s): without members", g.Group, g.Name); err != nil {
			return err
		}
	}
	for _, k := range s.Tokens {
		if err := t.say("token %s of %s (%s): ends at %s", k.Token, k.User, k.Name, k.ExpiresAt); err != nil {
			return err
		}
	}
	return nil
}
