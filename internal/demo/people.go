package demo

import (
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"slices"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/login/visitor"
)

// company is one of the group, from examples/netting/participants.csv.
type company struct{ code, name, country, currency string }

// cast are the people of the story besides the clerks, and some who only look
// around; everybody else of the group stands in the files.
var cast = []string{
	"petra.lang", "marta.novak", "jonas.weber", "karin.auer", "eva.kiss", "paul.meier", "nora.huber", "otto.frei", "lena.stark", "david.roth", "ruth.adler",
	"elif.demir", "chiara.bassi", "ines.pereira", "nadia.petrov", "hannah.brandt",
}

// clerks bring in the invoices of their company.
var clerks = map[string]string{
	"AT01": "mia.gruber", "CH01": "reto.zbinden", "DE01": "jan.hoffmann", "ES01": "lucia.navarro", "FR01": "mehdi.bouazza", "GB01": "oliver.hughes",
	"HU01": "anna.kovacs", "HU02": "zsofia.varga", "IT01": "marco.rinaldi", "NL01": "daan.visser", "PL01": "kasia.zielinska", "US01": "maria.gonzalez",
}

// clerk is who brings in the company's invoices.
func (s *story) clerk(company string) *person { return s.people[clerks[company]] }

// gather brings the organisation in from its files: units, people, groups, roles,
// grants and rules in one change. A founder does it; nobody gives anything to
// themselves.
func (s *story) gather(ctx context.Context) error {
	out, err := s.apply(ctx, s.founder, "group/organisation")
	if err != nil {
		return err
	}
	if out.State != "applied" {
		return fmt.Errorf("the organisation is %s: %v", out.State, out.Missing)
	}
	users, err := list[user](ctx, s.founder, "user")
	if err != nil {
		return err
	}
	enter := slices.Concat(cast, slices.Sorted(maps.Values(clerks)))
	for _, u := range users {
		if !slices.Contains(enter, u.ID) {
			continue
		}
		if err := s.hire(ctx, u); err != nil {
			return err
		}
	}
	n := map[string]int{}
	for _, d := range out.Differences {
		n[d.Table]++
	}
	s.tell.say("%d units, %d people in %d groups with %d roles, %d four-eyes rules and %d duty rules, from files as one change", n["unit"], n["user"], n["group"], n["role"], n["four_eyes_rule"], n["duty_rule"])
	s.tell.say("%d of them open their links, and have a password and a second factor", len(enter))
	return nil
}

// configured is what became of a configuration that was applied.
type configured struct {
	outcome
	Differences []struct{ Table string }
}

// apply has the person apply the files of a folder.
func (s *story) apply(ctx context.Context, p *person, folder string) (*configured, error) {
	in, err := fs.Sub(s.Files, folder)
	if err != nil {
		return nil, err
	}
	files, err := ascode.Folder(in)
	if err != nil {
		return nil, err
	}
	a, err := p.ask(ctx, http.MethodPost, "/api/v1/configuration/apply", map[string]any{"files": files}, header{"Countersign-Reason", "The demo group, " + folder})
	if err != nil {
		return nil, err
	}
	out := &configured{}
	return out, json.Unmarshal(a.Body, out)
}

// user is somebody of the group.
type user struct{ ID, Name, Email string }

// hire sends somebody who stands in the files a link, which they open.
func (s *story) hire(ctx context.Context, u user) error {
	var made struct {
		Link string `json:"link"`
	}
	a, err := s.founder.ask(ctx, http.MethodPost, "/api/v1/directory/user/"+u.ID+"/invite", struct{}{})
	if err != nil {
		return err
	}
	if err := json.Unmarshal(a.Body, &made); err != nil || made.Link == "" {
		return fmt.Errorf("no link for %s: %w", u.ID, err)
	}
	s.people[u.ID], err = s.admit(ctx, u.ID, u.Name, u.Email, made.Link)
	return err
}

// admit has a person open their link: a password, a second factor, a session.
func (s *story) admit(ctx context.Context, id, name, email, link string) (*person, error) {
	p := &person{ID: id, Name: name, Visitor: &visitor.Visitor{URL: s.url, Email: email, Password: s.password(id), Now: s.Codes}}
	if err := p.Accept(ctx, link); err != nil {
		return nil, fmt.Errorf("%s opens the link: %w", name, err)
	}
	s.Entered(Entry{User: id, Email: email, Password: p.Password, Seed: p.Seed})
	return p, nil
}

// password is one of its own for everybody, drawn anew for each story.
func (s *story) password(id string) string { return "demo-" + id + "-" + rand.Text() }

func table(files fs.FS, path string) ([][]string, error) {
	f, err := files.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	return rows[1:], nil
}
