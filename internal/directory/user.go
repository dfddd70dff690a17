// Package directory holds the people and what they may do: units, users, groups,
// roles, grants and the tokens that services sign in with. Every table is declared
// once; decisions are made from them by package access.
package directory

import (
	"context"
	"errors"
	"net/mail"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Unit is a department, team or company in the organisation's tree.
type Unit struct {
	govern.Meta
	Name   string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Parent govern.ID `json:"parent" db:"parent" audit:"show" ref:"unit" required:"false" doc:"The unit above; empty at the top."`
}

// Units is the tree.
var Units = govern.Declare(govern.Table[Unit]{
	Name:   "unit",
	Doc:    "A department, team or company in the organisation's tree.",
	Key:    []string{"parent", "name"},
	Target: func(u *Unit) access.Target { return access.Target{Unit: string(u.ID)} },
	Entry:  func(u *Unit) access.Target { return Beneath(u.Parent) },
	Facts: func(u *Unit) access.Facts {
		return access.Facts{Units: []access.Unit{{ID: string(u.ID), Parent: string(u.Parent), Name: u.Name}}}
	},
})

// Beneath is what making a unit beneath another, or moving one there or away, is
// asked on: who administers a unit shapes what is under it. "" is the top of the tree.
func Beneath(parent govern.ID) access.Target {
	if parent == "" {
		return access.Target{}
	}
	return access.Target{Unit: string(parent), Records: []access.Record{{Table: "unit", ID: string(parent)}}}
}

// User is a person or service known to the system. It is never deleted:
// suspending ends everything it may do at once.
type User struct {
	govern.Meta
	Email       string      `json:"email" db:"email" audit:"show" minLength:"3" maxLength:"254"`
	Name        string      `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Kind        string      `json:"kind" db:"kind" audit:"show" enum:"person,service"`
	Status      string      `json:"status" db:"status" audit:"show" enum:"invited,active,suspended"`
	Unit        govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"The home unit."`
	PersonnelID string      `json:"personnel_id" db:"personnel_id" audit:"show" required:"false" maxLength:"64" doc:"Two users with the same personnel id are one person."`
	JobTitle    string      `json:"job_title" db:"job_title" audit:"show" required:"false" maxLength:"140"`
	Keeper      govern.ID   `json:"keeper" db:"keeper" audit:"show" ref:"user" required:"false" doc:"Of a service: who answers for it. The two count as one person, and only the keeper makes its tokens."`
	EndsAt      govern.Time `json:"ends_at" db:"ends_at" audit:"show" required:"false" doc:"When the user ends by itself; empty: never."`
	Successor   govern.ID   `json:"successor" db:"successor" audit:"show" ref:"user" required:"false" doc:"Who looks after what the user has once the user is suspended or ends; may be empty while there is nothing."`
}

// Users are all people and services.
var Users = govern.Declare(govern.Table[User]{
	Name:   "user",
	Doc:    "A person or service known to the system.",
	Target: func(u *User) access.Target { return access.Target{Unit: string(u.Unit)} },
	Asked:  []string{"user", "access", "api_token", "audit", "credential", "deputy", "duty_exception", "handover", "notice_choice", "passkey", "session_end", "sign_in_link"},
	Unique: [][]string{{"email"}},
	Stays:  true,
	Check:  checkUser,
	Means:  amountsTo,
	Brings: func(ctx context.Context, q govern.Reader, before, after *User, stays func(govern.Ref) bool) ([]govern.RowChange, error) {
		return brought(ctx, q, before, after, stays)
	},
	Turns: func(before, after *User) bool { // one who was nobody else before is nobody new
		return before.PersonnelID != "" && before.PersonnelID != after.PersonnelID || before.Keeper != "" && before.Keeper != after.Keeper
	},
	News: func(before, after *User) string {
		switch {
		case after == nil:
			return ""
		case before == nil:
			return "created"
		case before.Status != "suspended" && after.Status == "suspended":
			return "suspended"
		case before.Unit != after.Unit:
			return "moved"
		}
		return ""
	},
	Facts: func(u *User) access.Facts {
		return access.Facts{Users: []access.User{{
			ID: string(u.ID), Name: u.Name, Person: u.PersonnelID, Unit: string(u.Unit), Keeper: string(u.Keeper),
			Active: u.Status == "active", Service: u.Kind == "service", Until: int64(u.EndsAt),
		}}}
	},
})

// amountsTo are the commands that an update of a user is, however it is made.
func amountsTo(before, after *User, now govern.Time) (list []string) {
	switch was, is := before.stands(now), after.stands(now); {
	case was && !is || before.Status != "suspended" && after.Status == "suspended":
		list = append(list, "user.suspend")
	case !was && is && before.Status != "invited":
		list = append(list, "user.reactivate")
	}
	if before.Unit != after.Unit {
		list = append(list, "user.move")
	}
	return list
}

// stands reports whether the user is active and not past the end.
func (u *User) stands(now govern.Time) bool {
	return u.Status == "active" && (u.EndsAt == 0 || u.EndsAt > now)
}

// kindOf is what the user is, one that the same plan inserts too.
var kindOf func(ctx context.Context, q govern.Reader, id govern.ID) (string, error)

// brought is the table's Brings.
var brought func(ctx context.Context, q govern.Reader, before, after *User, stays func(govern.Ref) bool) ([]govern.RowChange, error)

// oneOf refuses the personnel ids of people whom the asker does not administer.
var oneOf func(ctx context.Context, q govern.Reader, before, after *User) error

func init() { // the table's own hooks cannot name the table
	brought, oneOf = bringsAlong, samePerson
	kindOf = func(ctx context.Context, q govern.Reader, id govern.ID) (string, error) {
		u, err := Users.Get(ctx, q, id)
		if err != nil {
			return "", err
		}
		return u.Kind, nil
	}
}

func checkUser(ctx context.Context, q govern.Reader, before, after *User) error {
	if after == nil {
		return fault.New(fault.Conflict, "user_stays", "A user is never deleted; suspend it.")
	}
	switch {
	case before != nil && before.Kind != after.Kind:
		return fault.Bad("kind", "kind_fixed", "A person does not become a service, nor a service a person; make another user.")
	case after.Kind == "person" && after.Keeper != "":
		return fault.Bad("keeper", "person_kept", "Only a service has a keeper; a person answers for themselves.")
	case after.Keeper != "" && after.Keeper == after.ID:
		return fault.Bad("keeper", "own_keeper", "A service cannot answer for itself; name a person.")
	}
	if after.Keeper != "" && (before == nil || before.Keeper != after.Keeper) {
		kind, err := kindOf(ctx, q, after.Keeper)
		if err != nil {
			return err
		}
		if kind != "person" {
			return fault.Bad("keeper", "keeper_no_person", "A service answers for nothing; name the person who does.")
		}
	}
	address, err := mail.ParseAddress(after.Email)
	if err != nil || address.Address != after.Email || strings.ToLower(after.Email) != after.Email {
		return fault.Bad("email", "bad_email", "Give one address in small letters, like anna.kovacs@example.com.")
	}
	if before == nil || before.Email != after.Email {
		if err := allowedDomain(q, after); err != nil {
			return err
		}
	}
	if err := oneOf(ctx, q, before, after); err != nil {
		return err
	}
	if err := succeeded(ctx, q, before, after); err != nil {
		return err
	}
	return lookedAt(ctx, q, before, after)
}

// succeeded refuses that a user who is suspended, or is to end, is succeeded by nobody
// who could. It is looked at again when others have agreed.
func succeeded(ctx context.Context, q govern.Reader, before, after *User) error {
	if before == nil {
		return nil
	}
	ahead := endsSooner(before, after, q.Now())
	switch {
	case !ahead && !slices.Contains(amountsTo(before, after, q.Now()), "user.suspend"):
		return nil
	case after.Successor != "":
		return succeeds(ctx, q, after)
	case ahead:
		return foreseen(ctx, q, after)
	}
	return nil // that nobody is named then, what the change brings along refuses
}

// succeeds refuses a successor of the user who cannot be one.
func succeeds(ctx context.Context, q govern.Reader, u *User) error {
	to := string(u.Successor)
	// Not as a record that the change rests on: that the successor still can be one is
	// all that matters of it.
	var kind string
	if err := q.QueryRow(ctx, []any{&kind}, `SELECT kind FROM "user" WHERE id = $1`, to); err != nil && !errors.Is(err, store.ErrNoRows) {
		return err
	}
	if kind != "person" || !q.Stands(to) || q.Person(to) == q.Person(string(u.ID)) {
		return fault.Bad("successor", "bad_successor", "Name another person, who is active.")
	}
	return nil
}

// allowedDomain refuses a person's address outside the allowed domains; a
// program has none that it reads.
func allowedDomain(q govern.Reader, u *User) error {
	domains := q.Terms().Domains
	_, domain, _ := strings.Cut(u.Email, "@")
	if u.Kind != "person" || len(domains) == 0 || slices.Contains(domains, domain) {
		return nil
	}
	return fault.Bad("email", "domain_not_allowed", "Addresses are of %s here; a domain administrator can add others.", strings.Join(domains, ", "))
}
