package collude_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// giving is a town in which it is tried who can give a role to whom.
type giving struct {
	*town
	n int
}

// could reports whether the maker, if nobody else or else the other agrees, can have
// somebody gain the role who is neither of them. What was done is undone.
func (w *giving) could(maker, agrees string, rows ...any) bool {
	for _, row := range rows {
		w.n++
		id := govern.ID(fmt.Sprint("try-", w.n))
		var out govern.Outcome
		var err error
		var undo govern.Command
		switch r := row.(type) {
		case directory.Grant:
			if r.User != "" && (r.User == govern.ID(maker) || r.User == govern.ID(agrees)) {
				continue
			}
			out, err = w.Submit(maker, govern.PutNew(directory.Grants, id, &r))
			undo = govern.Remove(directory.Grants, id, 1)
		case directory.Member:
			if r.User != "" && (r.User == govern.ID(maker) || r.User == govern.ID(agrees)) {
				continue
			}
			out, err = w.Submit(maker, govern.PutNew(directory.Members, id, &r))
			undo = govern.Remove(directory.Members, id, 1)
		}
		if err == nil && out.State == govern.Held {
			change, digest := out.Change, out.Digest
			if agrees != "" {
				out, err = w.Engine.Approve(context.Background(), govern.Actor{User: agrees, Method: "test"}, govern.Note{}, change, digest)
			}
			if err != nil || out.State != govern.Applied {
				if _, err := w.Engine.Withdraw(context.Background(), govern.Actor{User: maker, Method: "test"}, govern.Note{}, change); err != nil {
					w.t.Fatal(err)
				}
			}
		}
		if err == nil && out.State == govern.Applied {
			w.Must(w.Submit(house.Founder, undo))
			return true
		}
	}
	return false
}

// throughGroups has everybody hold what they hold through a group of their own.
func (w *giving) throughGroups() {
	w.t.Helper()
	grants, err := directory.Grants.Find(context.Background(), w.DB, `"user" <> '' ORDER BY id`)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, g := range grants {
		if g.User == "robot" {
			continue
		}
		maker, group := house.Founder, "own-"+g.ID
		if g.User == house.Founder {
			maker = "second"
		}
		w.Must(w.Submit(maker, govern.PutNew(directory.Groups, group, &directory.Group{Name: string(group)})))
		w.Must(w.Submit(maker, govern.PutNew(directory.Members, group, &directory.Member{User: g.User, Group: group})))
		w.Must(w.Submit(maker, govern.PutNew(directory.Grants, group, &directory.Grant{Group: group, Role: g.Role, Scope: g.Scope})))
		w.Must(w.Submit(maker, govern.Remove(directory.Grants, g.ID, 1)))
	}
	through := &policy.SetAccess{RolesThroughGroupsOnly: true, MinAdministrators: 2}
	through.On(policy.AccessID)
	w.Must(w.Submit(house.Founder, through))
}

// gaining are the groups that somebody is in who does not hold everything already.
func (w *giving) gaining() (list []govern.ID) {
	members, err := directory.Members.Find(context.Background(), w.DB, `"user" NOT IN ('founder', 'second') ORDER BY "group"`)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range members {
		list = append(list, m.Group)
	}
	return slices.Compact(list)
}

// TestWhomTheRoleIsGivenToIsChosenByWhoGivesIt tries, through the door, whom each
// condition lets give the role to somebody, alone or with one other who agrees: to
// users, services and groups, and by memberships.
func TestWhomTheRoleIsGivenToIsChosenByWhoGivesIt(t *testing.T) {
	conditions := []string{
		"", "after.user != actor.id", "after == null || actor.id != after.user", "after.user == actor.id", "!(after.user in [actor.id])",
		`after.user != actor.id && actor.id != "mia"`, `after.user != actor.id && after.user != "guest"`, `after.user == "guest" || after.user == "mia"`,
		`!(after.user in ["mia", "nobody", actor.id])`, `after.user != "anna"`, `after.group == ""`, `after.user != ""`, `after.user != "" && after.user != actor.id`,
		`after.group != "both"`, `after.group != "free" && after.user != actor.id`, `after.group == "makers" || after.user != actor.id`,
		`after.user == "robot" ? actor.id == "max" : true`, `after.group != "makers" || actor.id == "mia"`,
	}
	for _, through := range []bool{false, true} {
		eachTown(t, func(t *testing.T, town *town) {
			w := &giving{town: town}
			all := []string{house.Founder, "second", "mia", "max", "anna"}
			w.User("mia", "grant.insert")
			w.User("max", "grant.insert")
			w.User("anna", "grant.approve", "member.approve")
			w.User("leader", "member.insert")
			w.User("guest")
			w.User("other")
			w.service("robot", "mia", "unit.view")
			put(town, directory.Roles, "solver", &directory.Role{Name: "Solver", Permissions: []string{"exception.close"}})
			inside := map[govern.ID][]govern.ID{"makers": {"mia"}, "both": {"mia", "max", "anna"}, "free": {"guest"}, "wide": {"mia", "other"}, "empty": nil, "full": {house.Founder}}
			for group, users := range inside {
				put(town, directory.Groups, group, &directory.Group{Name: string(group)})
				for _, user := range users {
					put(town, directory.Members, group+"-"+user, &directory.Member{User: user, Group: group})
				}
			}
			if through {
				w.throughGroups()
			}
			var rows []any
			for _, user := range []govern.ID{"guest", "other", "mia", "max", "anna", "robot", "leader"} {
				rows = append(rows, directory.Grant{User: user, Role: "solver", Scope: "everything"})
			}
			for _, group := range w.gaining() {
				rows = append(rows, directory.Grant{Group: group, Role: "solver", Scope: "everything"})
			}
			for _, condition := range conditions {
				w.agrees(condition, "grant", all, rows...)
			}
			put(town, directory.Groups, "solvers", &directory.Group{Name: "Solvers"})
			put(town, directory.Grants, "solvers", &directory.Grant{Group: "solvers", Role: "solver", Scope: "everything"})
			w.rule("grants", "grant", "insert", "", one("grant.approve"))
			for _, user := range []govern.ID{"guest", "other", "mia", "max", "anna", "robot", "leader"} {
				rows = append(rows, directory.Member{User: user, Group: "solvers"})
			}
			for _, condition := range []string{"", "after.user != actor.id", `after.user != actor.id && after.user != "guest"`, `after.user == "guest"`, `after.group != "solvers"`, `after.user != "leader"`} {
				w.agrees(condition, "member", append(all, "leader"), rows...)
			}
		})
	}
}

// agrees compares who is named under a rule with the condition and who really could.
func (w *giving) agrees(condition, subject string, all []string, rows ...any) {
	w.t.Helper()
	w.n++
	id := govern.ID(fmt.Sprint("rule-", w.n))
	w.rule(id, subject, "insert", condition, one(subject+".approve"))
	var tried []string
	for _, maker := range all {
		if w.could(maker, "", rows...) {
			tried = append(tried, maker)
		}
	}
	alone := slices.Clone(tried)
	subsets(all, 2, func(set []string) {
		if slices.Contains(alone, set[0]) || slices.Contains(alone, set[1]) {
			return
		}
		if w.could(set[0], set[1], rows...) || w.could(set[1], set[0], rows...) {
			tried = append(tried, strings.Join(slices.Sorted(slices.Values(set)), " "))
		}
	})
	slices.Sort(tried)
	c := w.ask(collude.Ask{Outcome: collude.Role, Role: "solver", Limit: 1000, Names: 1000}).Cases[0]
	named := slices.DeleteFunc(setsOf(w.t, c), func(set string) bool { return strings.Count(set, " ") > 1 })
	if !slices.Equal(tried, named) {
		w.t.Errorf("under the condition %q on a %s these could: %q\nand these are named: %q", condition, subject, tried, named)
	}
	held := w.MustHold(w.Submit(house.Founder, govern.Remove(policy.Rules, id, 1)))
	w.Must(w.Engine.Approve(context.Background(), govern.Actor{User: "second", Method: "test"}, govern.Note{}, held.Change, held.Digest))
}
