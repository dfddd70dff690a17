package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/server"
)

type initVerb struct {
	place
	Admin []string `help:"An administrator; give at least two." placeholder:"EMAIL=NAME" required:"" sep:"none"`
	URL   string   `name:"url" help:"Where people reach the server, for the links." placeholder:"URL"`
	JSON  bool     `name:"json" help:"Print the links as JSON."`
}

// Run founds the installation.
func (v *initVerb) Run(t *tool) (err error) {
	var admins []server.Admin
	for _, a := range v.Admin {
		email, name, ok := strings.Cut(a, "=")
		if !ok || email == "" || name == "" {
			return usage{fmt.Errorf("--admin %q is not of the form EMAIL=NAME", a)}
		}
		admins = append(admins, server.Admin{Email: email, Name: name})
	}
	if len(admins) < 2 {
		return usage{errors.New("name at least two administrators: nobody shall administer users alone")}
	}
	c, err := v.load(nil)
	if err != nil {
		return err
	}
	s, err := server.Open(t.ctx, c, server.Options{Version: version})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	made, err := s.Found(t.ctx, admins)
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(v.URL, "/")
	if base == "" {
		base = c.URL()
	}
	for i := range made {
		made[i].Link = base + made[i].Link
	}
	if v.JSON {
		return t.show(map[string]any{"administrators": made})
	}
	for _, m := range made {
		if err := t.say("%s\t%s\t%s", m.User, m.Email, m.Link); err != nil {
			return err
		}
	}
	return t.say("Each link sets one administrator's password, once, within 72 hours; it is shown this once. Start the server with 'countersign serve' and give each to its person.")
}
