package report

import (
	"context"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/sheets"
)

// The kinds of list that a personnel department gives.
const (
	Left  = "left"  // everybody on it has left
	Staff = "staff" // everybody who is employed is on it
)

// mostPeople is how many lines a list may have.
const mostPeople = 100_000

// Leavers hold people's accounts against a list of the personnel department: a CSV
// file with a column email or personnel_id, or both, and others that are let be.
// Of a list of those who left, each line is told with what the person still has
// here; of a list of staff, each active person who is not on it. Faults: bad_csv,
// missing_column, no_rows, too_many_rows.
func (r *Reader) Leavers(kind, file string) (*Report, error) {
	list, err := sheets.ReadCSV([]byte(file))
	if err != nil {
		return nil, err
	}
	if len(list) < 2 {
		return nil, fault.Bad("file", "no_rows", "The file needs a line of column names and at least one person.")
	}
	if len(list) > mostPeople {
		return nil, fault.Bad("file", "too_many_rows", "The file has %d lines; %d are allowed.", len(list), mostPeople)
	}
	mail, person := -1, -1
	for i, name := range list[0] {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "email":
			mail = i
		case "personnel_id":
			person = i
		}
	}
	if mail < 0 && person < 0 {
		return nil, fault.Bad("file", "missing_column", "The file needs a column email or personnel_id; it has %s.", strings.Join(list[0], ", "))
	}
	at := func(line []string, i int) string {
		if i < 0 {
			return ""
		}
		return strings.TrimSpace(line[i])
	}
	people := make([]listed, 0, len(list)-1)
	for _, line := range list[1:] {
		people = append(people, listed{strings.ToLower(at(line, mail)), at(line, person)})
	}
	return &Report{
		Name: "leavers", Read: len(people),
		Columns: []string{"email", "personnel_id", "finding", "user", "name", "status", "unit", "ends_at", "grants", "last_sign_in", "answers_for"},
		Make: func(ctx context.Context, row Row) error {
			users, err := r.people(ctx)
			if err != nil {
				return err
			}
			if kind == Staff {
				return r.unlisted(ctx, users, people, row)
			}
			return r.left(ctx, users, people, row)
		},
	}, nil
}

// listed is one line of the list.
type listed struct{ email, person string }

// people are the persons whom the reader may be told of.
func (r *Reader) people(ctx context.Context) ([]*directory.User, error) {
	users, err := directory.Users.Find(ctx, r.DB, `kind = 'person' ORDER BY id`)
	return slices.DeleteFunc(users, func(u *directory.User) bool { return !r.May(userTarget(string(u.ID), string(u.Unit))) }), err
}

func (r *Reader) left(ctx context.Context, users []*directory.User, people []listed, row Row) error {
	byMail, byPerson := map[string]*directory.User{}, map[string][]*directory.User{}
	for _, u := range users {
		byMail[u.Email] = u
		byPerson[u.PersonnelID] = append(byPerson[u.PersonnelID], u)
	}
	for _, l := range people {
		var found []*directory.User
		if l.person != "" {
			found = slices.Clone(byPerson[l.person])
		}
		if u := byMail[l.email]; u != nil && !slices.Contains(found, u) {
			found = append(found, u)
		}
		if len(found) == 0 {
			if err := row(l.email, l.person, "unknown", "", "", "", "", "", "", "", ""); err != nil {
				return err
			}
		}
		for _, u := range found {
			finding := "still_active"
			if u.Status == "suspended" || u.EndsAt != 0 && u.EndsAt <= r.Now {
				finding = "ended"
			}
			if err := r.personRow(ctx, l, finding, u, row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Reader) unlisted(ctx context.Context, users []*directory.User, people []listed, row Row) error {
	mails, persons := map[string]bool{}, map[string]bool{}
	for _, l := range people {
		mails[l.email], persons[l.person] = true, true
	}
	for _, u := range users {
		on := mails[u.Email] || u.PersonnelID != "" && persons[u.PersonnelID]
		if on || u.Status == "suspended" || u.EndsAt != 0 && u.EndsAt <= r.Now {
			continue
		}
		if err := r.personRow(ctx, listed{u.Email, u.PersonnelID}, "not_on_the_list", u, row); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) personRow(ctx context.Context, l listed, finding string, u *directory.User, row Row) error {
	var grants, kept int64
	if err := r.DB.QueryRow(ctx, []any{&grants}, `SELECT count(*) FROM "grant" WHERE "user" = $1 AND (until_at = 0 OR until_at > $2)`, string(u.ID), int64(r.Now)); err != nil {
		return err
	}
	if err := r.DB.QueryRow(ctx, []any{&kept}, `SELECT count(*) FROM "user" WHERE keeper = $1 AND status = 'active'`, string(u.ID)); err != nil {
		return err
	}
	last := ""
	f, found, err := r.first(ctx, audit.Query{Acting: string(u.ID), Action: "sign_in", Outcome: audit.Noted})
	if found {
		last = moment(f.At)
	}
	if err != nil {
		return err
	}
	return row(l.email, l.person, finding, string(u.ID), u.Name, u.Status, string(u.Unit), u.EndsAt.String(), number(grants), last, number(kept))
}
