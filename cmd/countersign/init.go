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
	JSON  bool     `name:"json" help:"Print the tokens as JSON."`
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
	if v.JSON {
		return t.show(map[string]any{"administrators": made})
	}
	for _, m := range made {
		if err := t.say("%s\t%s\t%s", m.User, m.Email, m.Token); err != nil {
			return err
		}
	}
	return t.say("These tokens are shown this once and end in 90 days. Start the server with 'countersign serve'; /docs lists what can be asked.")
}
