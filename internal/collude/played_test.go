package collude_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// service brings in one that holds the permissions, with who answers for it.
func (w *town) service(id, keeper string, permissions ...string) {
	w.t.Helper()
	put(w, directory.Users, govern.ID(id), &directory.User{Email: id + "@service.example", Name: id, Kind: "service", Status: "active", Keeper: govern.ID(keeper)})
	w.Grant(id, permissions...)
}

// token makes a token of the service as its keeper.
func (w *town) token(service, keeper string) (secret string, err error) {
	secret, hash := directory.NewSecret()
	out, err := w.Submit(keeper, govern.PutNew(directory.APITokens, govern.NewID(w.Clock.Now()), &directory.APIToken{
		User: govern.ID(service), Name: "test", Hash: hash, ExpiresAt: govern.At(w.Clock.Now().Add(240 * time.Hour)),
	}))
	if err == nil && out.State != govern.Applied {
		err = fault.New(fault.Denied, "held", "It waits.")
	}
	return secret, err
}

func (w *town) deputy(user, deputy string) {
	w.t.Helper()
	w.Must(w.Submit(user, &policy.NameDeputy{Deputy: deputy, UntilAt: govern.At(w.Clock.Now().Add(240 * time.Hour))}))
}

// playing tries what people can do together by doing it.
type playing struct {
	*town
	users   map[string][]string // by person: those that they can act as
	lent    map[string][]string // by deputy
	n, done int
}

// could reports whether the people can give one more guest the role: whoever
// makes the change, and whatever the others agree to it as.
func (p *playing) could(people []string) bool {
	for i, maker := range people {
		rest := slices.Concat(people[:i], people[i+1:])
		for _, user := range p.users[maker] {
			if p.with(user, rest, nil) {
				return true
			}
		}
	}
	return false
}

// with agrees as each of the rest in every manner, each time to another change.
func (p *playing) with(maker string, rest []string, agree []govern.Actor) bool {
	if len(rest) == 0 {
		return p.play(maker, agree)
	}
	for _, user := range p.users[rest[0]] {
		for _, behalf := range append([]string{""}, p.lent[user]...) {
			if p.with(maker, rest[1:], append(slices.Clone(agree), govern.Actor{User: user, OnBehalf: behalf, Method: "test"})) {
				return true
			}
		}
	}
	return false
}

// play tries a new grant, and one of another user that is made the guest's.
func (p *playing) play(maker string, agree []govern.Actor) bool {
	p.n++
	grant := &directory.Grant{User: govern.ID(fmt.Sprint("guest-", p.done)), Role: "solver", Scope: "everything"}
	return p.carried(maker, agree, govern.PutNew(directory.Grants, govern.ID(fmt.Sprint("try-", p.n)), grant)) ||
		p.carried(maker, agree, govern.Put(directory.Grants, govern.ID(fmt.Sprint("spare-", p.done)), 1, grant))
}

func (p *playing) carried(maker string, agree []govern.Actor, cmd govern.Command) bool {
	out, err := p.Submit(maker, cmd)
	held := out
	for _, who := range agree {
		if err == nil && out.State == govern.Held {
			var next govern.Outcome
			if next, err = p.Engine.Approve(context.Background(), who, govern.Note{}, out.Change, out.Digest); err == nil {
				next.Change, next.Digest = out.Change, out.Digest
				out = next
			}
		}
	}
	if err != nil || out.State != govern.Applied {
		if held.State == govern.Held {
			_, err := p.Engine.Withdraw(context.Background(), govern.Actor{User: maker}, govern.Note{}, held.Change)
			if err != nil {
				p.t.Fatal(err)
			}
		}
		return false
	}
	p.done++
	return true
}

// TestTheSetsThatAreNamedAndNoOthersCanReallyDoIt has all sets of up to three people
// try, through the door, to give somebody a role: deputies, keepers of services
// and two users of one person among them.
func TestTheSetsThatAreNamedAndNoOthersCanReallyDoIt(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("mia", "grant.insert")
		w.User("anna", "grant.approve")
		w.User("carl")
		w.User("bert")
		w.User("max", "grant.insert")
		w.User("uwe", "grant.update")
		w.User("gus", "api_token.insert")
		w.User("hal")
		w.User("ivo")
		put(w, directory.Groups, "council", &directory.Group{Name: "Council"})
		put(w, directory.Members, "m", &directory.Member{User: "carl", Group: "council"})
		w.service("feed", "gus", "grant.insert")   // gus can make a token of it
		w.service("idle", "hal", "grant.insert")   // hal has none, and can make none
		w.service("voice", "ivo", "grant.approve") // ivo has one
		w.service("ghost", "", "grant.insert", "grant.approve")
		put(w, directory.Grants, "ivo", &directory.Grant{User: "ivo", Role: "everything", Scope: "everything"})
		if _, err := w.token("voice", "ivo"); err != nil {
			t.Fatal(err)
		}
		w.Must(w.Submit(house.Founder, govern.Remove(directory.Grants, "ivo", 1)))
		put(w, directory.Units, "spare", &directory.Unit{Name: "Spare"})
		put(w, directory.Roles, "solver", &directory.Role{Name: "Solver", Permissions: []string{"exception.close"}})
		for i := range 60 {
			put(w, directory.Users, govern.ID(fmt.Sprint("guest-", i)), &directory.User{Email: fmt.Sprint("guest-", i, "@example.com"), Name: "Guest", Kind: "person", Status: "active"})
			put(w, directory.Grants, govern.ID(fmt.Sprint("spare-", i)), &directory.Grant{User: "ivo", Role: "solver", Scope: "unit", ScopeRecord: "spare"})
		}
		put(w, policy.Rules, "watch", &policy.Rule{
			Name: "watch", Subject: "grant", Operations: []string{"insert"}, Enabled: true,
			Factors: []approval.Factor{{Permission: "grant.approve", People: 1}, {Group: "council", People: 1}},
		})
		w.deputy("anna", "bert")
		w.deputy("anna", "max")
		w.deputy("carl", "hal")

		p := &playing{town: w, lent: map[string][]string{"bert": {"anna"}, "max": {"anna"}, "hal": {"carl"}}, users: map[string][]string{}}
		all := []string{"founder", "second", "mia", "anna", "carl", "bert", "max", "gus", "hal", "ivo", "uwe"}
		for _, id := range all {
			p.users[id] = []string{id}
		}
		for service, keeper := range map[string]string{"feed": "gus", "idle": "hal", "voice": "ivo"} {
			if _, err := w.token(service, keeper); err == nil || service == "voice" {
				p.users[keeper] = append(p.users[keeper], service)
			}
		}
		var tried []string
		var found [][]string
		for size := 1; size <= 3; size++ {
			subsets(all, size, func(set []string) {
				if slices.ContainsFunc(found, func(f []string) bool {
					return !slices.ContainsFunc(f, func(id string) bool { return !slices.Contains(set, id) })
				}) {
					return
				}
				if p.could(set) {
					found = append(found, slices.Clone(set))
					tried = append(tried, strings.Join(slices.Sorted(slices.Values(set)), " "))
				}
			})
		}
		slices.Sort(tried)
		named := setsOf(t, w.ask(collude.Ask{Outcome: collude.Role, Role: "solver", Limit: 1000, Names: 1000}).Cases[0])
		if !slices.Equal(tried, named) {
			t.Errorf("after %d tries these could: %q\nand these are named: %q", p.n, tried, named)
		}
		if len(tried) < 10 || !slices.Contains(tried, "bert hal mia") || !slices.Contains(tried, "carl gus ivo") {
			t.Errorf("the organisation tells little: %q", tried)
		}
	})
}

func subsets(of []string, size int, visit func([]string)) {
	var choose func(from int, set []string)
	choose = func(from int, set []string) {
		if len(set) == size {
			visit(set)
			return
		}
		for i := from; i < len(of); i++ {
			choose(i+1, append(slices.Clone(set), of[i]))
		}
	}
	choose(0, nil)
}

// setsOf are the sets that the case's groups stand for.
func setsOf(t *testing.T, c collude.Case) (list []string) {
	t.Helper()
	for _, g := range c.Groups {
		var seat func(i int, set []string)
		seat = func(i int, set []string) {
			if i == len(g.Members) {
				list = append(list, strings.Join(slices.Sorted(slices.Values(set)), " "))
				return
			}
			for _, m := range g.Members[i].People {
				if !slices.Contains(set, m.Person) {
					seat(i+1, append(slices.Clone(set), m.Person))
				}
			}
		}
		seat(0, nil)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
