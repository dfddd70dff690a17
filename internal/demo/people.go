package demo

import (
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/countersign/countersign/internal/login/visitor"
)

// company is one of the group, from examples/netting/participants.csv.
type company struct{ code, name, country, currency string }

// position is what somebody of the story may do, and where.
type position struct {
	id, name, title string
	unit            string // home unit; the scope of the role where local is set
	local           bool
	permissions     []string
}

// staff are the people of the treasury and of audit; every company's clerk comes
// besides.
var staff = []position{
	{id: "petra.lang", name: "Petra Lang", title: "Netting operator", unit: "treasury", permissions: []string{
		"cycle.view", "cycle.draft", "cycle.open", "cycle.close_input", "cycle.fix_rates", "cycle.compute", "cycle.settle", "participant.view", "participant.insert",
		"invoice.view", "rate.view", "settlement.view", "package.view", "order.view", "package.submit", "customer.view", "account.view", "bank_instruction.view",
	}},
	{id: "marta.novak", name: "Marta Novak", title: "Rates clerk", unit: "treasury", permissions: []string{"cycle.view", "rate.view", "cycle.key_rate"}},
	{id: "jonas.weber", name: "Jonas Weber", title: "Rates approver", unit: "treasury", permissions: []string{"cycle.view", "rate.view", "cycle.confirm_rate"}},
	{id: "karin.auer", name: "Karin Auer", title: "Group treasurer", unit: "treasury", permissions: []string{
		"cycle.view", "cycle.approve_result", "settlement.view", "package.view", "order.view", "package.sign", "package.take_back", "account.view", "bank_instruction.view", "bank_instruction.approve",
	}},
	{id: "eva.kiss", name: "Eva Kiss", title: "Bank instructions clerk", unit: "treasury", permissions: []string{"bank_instruction.view", "bank_instruction.insert", "bank_instruction.update"}},
	{id: "paul.meier", name: "Paul Meier", title: "Managing director", unit: "AT01", permissions: []string{"package.view", "order.view", "signature.view", "package.sign", "package.take_back"}},
	{id: "nora.huber", name: "Nora Huber", title: "Company secretary", unit: "AT01", permissions: []string{"package.view", "order.view", "signature.view", "package.sign", "package.take_back"}},
	{id: "otto.frei", name: "Otto Frei", title: "Payments administrator", unit: "treasury", permissions: []string{
		"customer.view", "customer.insert", "account.view", "account.insert", "account_signatory.view", "account_signatory.insert", "job.view", "job.insert", "user_job.view", "user_job.insert",
		"exclusion.view", "exclusion.insert", "channel.view", "channel.insert", "delivery.view",
	}},
	{id: "lena.stark", name: "Lena Stark", title: "Reconciliation analyst", unit: "treasury", permissions: []string{
		"process.view", "process.insert", "process.run", "run.view", "exception.view", "exception.review", "exception.assign", "exception.comment", "exception_comment.view", "cycle.view", "settlement.view", "participant.view",
	}},
	{id: "david.roth", name: "David Roth", title: "Solver", unit: "treasury", permissions: []string{"process.view", "run.view", "exception.view", "exception.comment", "exception.close", "exception_comment.view"}},
	{id: "ruth.adler", name: "Ruth Adler", title: "Internal auditor", unit: "audit", permissions: []string{"audit.view", "audit.export", "access.why", "user.view", "role.view", "grant.view", "four_eyes_rule.view", "bank_instruction.view"}},
}

// gather brings the organisation in: units, people, what each may do, and the
// rules. The founders do it; nobody gives anything to themselves.
func (s *story) gather(ctx context.Context) error {
	units := [][2]string{{"group", ""}, {"treasury", "group"}, {"audit", "group"}}
	names := map[string]string{"group": "Halvorn Group", "treasury": "Group Treasury", "audit": "Internal Audit"}
	for _, c := range s.group {
		units = append(units, [2]string{c.code, "group"})
		names[c.code] = c.name
	}
	for _, u := range units {
		if err := s.founder.put(ctx, "unit", u[0], map[string]any{"name": names[u[0]], "parent": u[1]}); err != nil {
			return err
		}
	}
	positions := append([]position(nil), staff...)
	for _, c := range s.group {
		positions = append(positions, position{
			id: "clerk." + c.code, name: "Clerk of " + c.name, title: "Participant's clerk", unit: c.code, local: true,
			permissions: []string{"cycle.view", "participant.view", "invoice.view", "cycle.import_invoices"},
		})
	}
	for _, p := range positions {
		if err := s.hire(ctx, p); err != nil {
			return err
		}
	}
	s.tell.say("%d units, %d people with their own roles, grants, passwords and second factors", len(units), len(positions)+2)
	return s.second.put(ctx, "four_eyes_rule", "bank-instructions", map[string]any{
		"name": "Bank instructions", "subject": "bank_instruction", "operations": []string{"update", "delete"},
		"factors": []map[string]any{{"permission": "bank_instruction.approve", "people": 1}}, "enabled": true,
	})
}

// hire enters one person, the role of the position and the grant, and sends a
// link.
func (s *story) hire(ctx context.Context, p position) error {
	role := "role-" + p.id
	if err := s.founder.put(ctx, "user", p.id, map[string]any{"email": userEmail(p.id), "name": p.name, "kind": "person", "status": "invited", "unit": p.unit, "job_title": p.title}); err != nil {
		return err
	}
	if err := s.founder.put(ctx, "role", role, map[string]any{"name": p.title + ", " + p.name, "permissions": p.permissions}); err != nil {
		return err
	}
	grant := map[string]any{"user": p.id, "role": role, "scope": "everything"}
	if p.local {
		grant["scope"], grant["scope_record"] = "unit", p.unit
	}
	if err := s.second.put(ctx, "grant", "grant-"+p.id, grant); err != nil {
		return err
	}
	var made struct {
		Link string `json:"link"`
	}
	a, err := s.founder.ask(ctx, http.MethodPost, "/api/v1/directory/user/"+p.id+"/invite", struct{}{})
	if err != nil {
		return err
	}
	if err := json.Unmarshal(a.Body, &made); err != nil || made.Link == "" {
		return fmt.Errorf("no link for %s: %w", p.id, err)
	}
	s.people[p.id], err = s.admit(ctx, p.id, p.name, userEmail(p.id), made.Link)
	return err
}

// admit has a person open their link: a password, a second factor, a session.
func (s *story) admit(ctx context.Context, id, name, email, link string) (*person, error) {
	p := &person{ID: id, Name: name, Visitor: &visitor.Visitor{URL: s.url, Email: email, Password: s.password(id), Now: s.Now}}
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
