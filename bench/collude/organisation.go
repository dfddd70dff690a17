package main

import (
	"fmt"
	"io/fs"
	"log"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/countersign/countersign/examples"

	"github.com/countersign/countersign/internal/ascode"
)

// How large the organisation is besides its people.
const (
	divisions  = 10
	customers  = 40 // plants that pay from accounts of their own
	accounts   = 3
	processes  = 40
	payees     = 3 // bank instructions of each plant
	chunk      = 2000
	loaderMail = "loader@bench.example"
)

// plants are as many as have fifty people each.
var plants int

var currencies = [accounts]string{"EUR", "CHF", "USD"}

// crew are the groups of each plant with the role that they hold there, and which
// of a plant's fifty people are in each. The treasurers and who agrees to bank
// instructions are signatories too, as they often are; the last ten hold nothing.
var crew = []groupOfPlant{
	{"Signatories", "Signatory", 0, signers}, {"Treasurers", "Treasurer", 0, 2}, {"Bank Instructions Approvers", "Bank instructions approver", 2, 2},
	{"Bank Instructions Clerks", "Bank instructions clerk", 6, 3}, {"Payments Clerks", "Payments clerk", 9, 4},
	{"Analysts", "Analyst", 13, 4}, {"Solvers", "Solver", 17, 4}, {"Super Users", "Super user", 21, 1}, {"Viewers", "Treasury viewer", 22, 18},
}

type groupOfPlant struct {
	group, role   string
	from, members int
}

const (
	signers = 6
	idle    = 40 // the first of a plant's people who is in no group
)

// seats is how many memberships a plant has.
func seats() (n int) {
	for _, c := range crew {
		n += c.members
	}
	return n
}

func plant(i int) string        { return fmt.Sprintf("plant-%03d", i) }
func person(i int) string       { return fmt.Sprintf("p%05d", i) }
func accountOf(c, n int) string { return fmt.Sprintf("account-%02d-%d", c, n) }
func processOf(i int) string    { return fmt.Sprintf("process-%02d", i) }
func groupOf(p, n int) string   { return fmt.Sprintf("%s-g%d", plant(p), n) }
func staff(p, n int) (i int)    { return p + n*plants } // the n-th person of a plant

// bringIn makes the organisation.
func (h *house) bringIn() error {
	began := time.Now()
	demo, err := fs.Sub(examples.Files, "group/organisation")
	if err != nil {
		return err
	}
	files, err := ascode.Folder(demo)
	if err != nil {
		return err
	}
	// The rules come last: from then on they hold.
	late := func(f ascode.File) bool { return slices.Contains([]string{"rules.yaml", "duties.yaml"}, f.Name) }
	if err := h.apply(h.founder, append(slices.DeleteFunc(slices.Clone(files), late), units(), loader(), centre())...); err != nil {
		return err
	}
	staffing := slices.Concat(inChunks("user", *people, user), inChunks("group", plants*len(crew), group), inChunks("member", plants*seats(), member), inChunks("grant", plants*len(crew), grant), [][]ascode.File{officers()})
	for _, list := range staffing {
		if err := h.apply(h.founder, list...); err != nil {
			return err
		}
	}
	if err := h.business(); err != nil {
		return err
	}
	rules := slices.DeleteFunc(files, func(f ascode.File) bool { return !late(f) })
	if err := h.apply(h.founder, rules...); err != nil {
		return err
	}
	h.took = time.Since(began)
	return nil
}

// business is what somebody brings in who may do nothing any more afterwards.
func (h *house) business() error {
	who, err := h.session("loader")
	if err != nil {
		return err
	}
	demo, err := fs.Sub(examples.Files, "group/payments")
	if err != nil {
		return err
	}
	treasury, err := ascode.Folder(demo)
	if err != nil {
		return err
	}
	if err := h.apply(who, append(treasury, payments()...)...); err != nil {
		return err
	}
	channel := map[string]any{"name": "Bank", "bic": "HVBKATWWXXX", "kind": "folder", "directory": "bank", "mode": "read_back"}
	if _, err := h.ask(who, http.MethodPut, "/api/v1/channel/bank", channel, "If-None-Match", "*"); err != nil {
		return err
	}
	for i := range processes {
		body := map[string]any{"code": strings.ToUpper(processOf(i)), "name": processOf(i), "unit": plant(i), "kind": "data", "on_inconsistency": "warn", "configuration": "keys: [reference]\namount: amount\n"}
		if _, err := h.ask(who, http.MethodPut, "/api/v1/process/"+processOf(i), body, "If-None-Match", "*"); err != nil {
			return err
		}
	}
	if err := h.apply(h.founder, keepers()); err != nil {
		return err
	}
	_, err = h.ask(h.founder, http.MethodPost, "/api/v1/directory/user/loader/suspend", struct{}{}, "Countersign-Reason", "All is brought in.")
	return err
}

// apply asks for the files as one change, which nothing may hold.
func (h *house) apply(who string, files ...ascode.File) error {
	began := time.Now()
	if _, err := h.ask(who, http.MethodPost, "/api/v1/configuration/apply", map[string]any{"files": files}); err != nil {
		return fmt.Errorf("%s: %w", files[0].Name, err)
	}
	log.Printf("%s: %s and %d other files in %s", h.Kind, files[0].Name, len(files)-1, time.Since(began).Round(time.Millisecond))
	return nil
}

// inChunks writes so many rows of a table, few enough for one change each.
func inChunks(table string, n int, row func(i int) string) (list [][]ascode.File) {
	for from := 0; from < n; from += chunk {
		list = append(list, []ascode.File{rows(table, from, min(from+chunk, n), row)})
	}
	return list
}

func rows(table string, from, to int, row func(i int) string) ascode.File {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:\n", table)
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "  - {%s}\n", row(i))
	}
	return ascode.File{Name: fmt.Sprintf("%s-%d.yaml", table, from), Content: b.String()}
}

// size tells how large it became.
func (h *house) size() (string, error) {
	var words []string
	for _, t := range []struct{ table, name string }{
		{"user", "users"}, {"unit", "units"}, {"group", "groups"}, {"member", "memberships"}, {"role", "roles"}, {"grant", "grants"}, {"four_eyes_rule", "four-eyes rules"}, {"duty_rule", "duty rules"},
		{"account", "accounts"}, {"account_signatory", "signatories"}, {"exclusion", "exclusions"}, {"bank_instruction", "bank instructions"}, {"process", "processes"},
	} {
		var n int64
		if err := h.server.DB.QueryRow(ctx, []any{&n}, `SELECT count(*) FROM "`+t.table+`"`); err != nil {
			return "", err
		}
		words = append(words, fmt.Sprintf("%d %s", n, t.name))
	}
	return strings.Join(words, ", "), nil
}
