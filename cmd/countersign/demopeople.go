package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/demo"
	"github.com/countersign/countersign/internal/fault"
)

// guide is who is worth being, for a newcomer who looks around.
var guide = [][2]string{
	{"petra.lang", "runs the netting centre: cycles and their packages"},
	{"eva.kiss", "changes bank instructions, and waits for somebody else"},
	{"karin.auer", "treasurer: has a change to agree to and a package to sign"},
	{"paul.meier", "signs, but not together with nora.huber"},
	{"mia.gruber", "clerk of one company, sees no other's invoices"},
	{"lena.stark", "analyst: finds out why exceptions are, and assigns them"},
	{"david.roth", "solver: has exceptions to act on, and a closing that waits"},
	{"chiara.bassi", "solver: has his closing to agree to"},
	{"otto.frei", "administers customers, points, jobs and exclusions"},
	{"hannah.brandt", "controller of the treasury: reads its log, and no other unit's"},
	{"ruth.adler", "auditor: sees the log, changes nothing"},
}

func peopleFile(folder string) string { return filepath.Join(folder, "people.txt") }

// invite tells who can sign in where. Passwords and seeds stay in the folder.
func (v *demoVerb) invite(told io.Writer, served string, c *config.Config) {
	_, _ = fmt.Fprintf(told, "\n   Sign in at %s/sign-in as one of these, to look around:\n", nearby(served))
	for _, g := range guide {
		_, _ = fmt.Fprintf(told, "     %-13s %s\n", g[0], g[1])
	}
	_, _ = fmt.Fprintf(told, "   E-mail, password and code of one:  %s demo --data %s --as karin.auer\n   All of them stand in %s. The API describes itself at /docs. Ctrl-C ends.\n", os.Args[0], c.Data, peopleFile(c.Data))
}

// nearby is the address as browsers take it: they send cookies that are for
// secure connections to localhost, and not all of them to its number.
func nearby(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() != "127.0.0.1" {
		return address
	}
	u.Host = "localhost:" + u.Port()
	return u.String()
}

// keep writes down how each person signs in, for who wants to look around. The
// file stays in the demo's own folder.
func (v *demoVerb) keep(c *config.Config) func(demo.Entry) {
	return func(e demo.Entry) {
		f, err := os.OpenFile(peopleFile(c.Data), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err == nil {
			_, err = fmt.Fprintf(f, "%s\t%s\t%s\t%s\n", e.User, e.Email, e.Password, e.Seed)
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "countersign: "+oneLine(err))
		}
	}
}

// tell prints what somebody of a demo that runs signs in with now.
func (v *demoVerb) tell(t *tool) error {
	if v.Data == "" {
		return fault.Bad("data", "data_missing", "Name the running demo's folder with --data; the demo prints it.")
	}
	text, err := os.ReadFile(peopleFile(v.Data))
	if err != nil {
		return fault.Wrap(err, fault.NotFound, "no_demo", "There is no demo's people file in %s.", v.Data)
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Split(strings.TrimSpace(line), "\t")
		if len(words) != 4 || words[0] != v.As && words[1] != v.As {
			continue
		}
		now := time.Now()
		code, err := totp.GenerateCode(words[3], now)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(t.out, "e-mail    %s\npassword  %s\ncode      %s  (for %d s; each works once)\n", words[1], words[2], code, 30-now.Unix()%30)
		return err
	}
	return fault.New(fault.NotFound, "nobody", "Nobody called %s signs in to this demo; %s names who does.", v.As, peopleFile(v.Data))
}
