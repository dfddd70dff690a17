package govern

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Impossible is a four-eyes rule, or a change that waits, which today's people
// cannot meet any more; or a rule from former times that asks for what is no
// permission to approve.
type Impossible struct {
	Kind     string `json:"kind" enum:"rule,change,factor"`
	ID       ID     `json:"id"`
	Name     string `json:"name" doc:"The rule's name, or the change's command."`
	Maker    string `json:"maker,omitempty" doc:"Of a change: id of who asked for it."`
	MadeAt   Time   `json:"made_at,omitempty" doc:"Of a change."`
	Eligible string `json:"eligible" doc:"Whom it asks for, and who of them there is today, of those whom you may see; of a factor the permission."`
	Lack     Lack   `json:"lack,omitempty" enum:"people,place,maker" doc:"Of a rule: too few people; enough, but nowhere together; or none left who could have asked."`

	wants []wanted
	ended string // why its maker may no longer make it
}

// wanted is one thing that is asked for, and who there is today.
type wanted struct {
	who   string
	users []string
}

// told is whom it asks for, and who of them there is, as far as sees allows; nil
// allows everybody.
func (v *view) told(x *Impossible, sees func(user string) bool) string {
	switch {
	case x.ended != "" && sees != nil:
		return "Its maker may no longer make it."
	case x.ended != "":
		return x.ended
	case x.wants == nil:
		return x.Eligible
	}
	var parts []string
	for _, l := range x.wants {
		users := l.users
		if sees != nil {
			users = slices.DeleteFunc(slices.Clone(users), func(u string) bool { return !sees(u) })
		}
		whom := v.nobodyOr(users)
		switch {
		case len(users) == len(l.users):
		case len(users) == 0:
			whom = "people whom you may not see"
		default:
			whom += " and people whom you may not see"
		}
		if part := l.who + ": " + whom; !slices.Contains(parts, part) {
			parts = append(parts, part) // the rule held under and that in force are mostly one
		}
	}
	return strings.Join(parts, "; ")
}

// SeenForImpossible is how many of the oldest pending changes are looked at.
const SeenForImpossible = 1000

// Impossible lists the rules in force that nobody could meet or that ask for what is
// no approval, for who may see rules, and the pending changes that the user may see
// and nobody can complete, oldest first: what the people who look after the rules have
// to heal. It names the people whom sees allows; nil allows everybody. unseen says
// that there are such changes which the user may not see.
func (e *Engine) Impossible(ctx context.Context, user string, rules bool, sees func(user string) bool) (list []Impossible, unseen bool, err error) {
	v := e.view.Load()
	all, err := e.impossible(ctx, v)
	if err != nil {
		return nil, false, err
	}
	return e.seenBy(ctx, v, all, user, rules, sees)
}

// recentFor is how long an answer of who cannot meet what serves again.
const recentFor = Time(30e6)

// recent is what was impossible a short time ago.
type recent struct {
	mutex sync.Mutex
	view  *view
	at    Time
	list  []Impossible
}

// LatelyImpossible is Impossible as of half a minute ago at most, since everybody's
// home page asks it.
func (e *Engine) LatelyImpossible(ctx context.Context, user string, rules bool, sees func(user string) bool) ([]Impossible, error) {
	v, now := e.view.Load(), At(e.now())
	e.stuck.mutex.Lock()
	if e.stuck.view != v || now-e.stuck.at >= recentFor || now < e.stuck.at {
		all, err := e.impossible(ctx, v)
		if err != nil {
			e.stuck.mutex.Unlock()
			return nil, err
		}
		e.stuck.view, e.stuck.at, e.stuck.list = v, now, all
	}
	all := e.stuck.list
	e.stuck.mutex.Unlock()
	list, _, err := e.seenBy(ctx, v, all, user, rules, sees)
	return list, err
}

// impossible are all rules and changes that nobody can meet, for nobody's eyes yet.
func (e *Engine) impossible(ctx context.Context, v *view) ([]Impossible, error) {
	now := At(e.now())
	list := []Impossible{}
	for _, p := range v.rules.All() {
		if !p.Rule().Enabled {
			continue
		}
		for _, f := range p.Rule().Factors {
			if !f.Approves() {
				list = append(list, Impossible{Kind: "factor", ID: ID(p.Rule().ID), Name: p.Rule().Name, Eligible: f.Permission})
			}
		}
		if m := v.meetable(p, now); m.lack != "" {
			list = append(list, Impossible{Kind: "rule", ID: ID(p.Rule().ID), Name: p.Rule().Name, Lack: m.lack, wants: v.wants(p, m.eligible)})
		}
	}
	people := v.people(now)
	err := e.db.Snapshot(ctx, func(r store.Reader) error {
		var ids []ID
		err := r.Query(ctx, func(scan store.Scan) error {
			var id string
			err := scan(&id)
			ids = append(ids, ID(id))
			return err
		}, fmt.Sprintf(`SELECT id FROM "change" WHERE state = 'pending' ORDER BY made_at, id LIMIT %d`, SeenForImpossible))
		if err != nil {
			return err
		}
		for _, id := range ids {
			d, err := e.decision(ctx, r, v, id, now)
			if fault.Is(err, fault.Stale) {
				continue // its table was migrated; it ends when somebody looks at it
			}
			if err != nil {
				return err
			}
			if lacks, ended := d.lacks(e, people); lacks != nil || ended != "" {
				list = append(list, Impossible{Kind: "change", ID: id, Name: d.body.Command, Maker: d.body.Maker, MadeAt: d.change.MadeAt, wants: lacks, ended: ended})
			}
		}
		return nil
	})
	return list, err
}

// seenBy leaves what the user may see: changes that still wait, and rules where
// the asker says so. unseen says that there are changes besides.
func (e *Engine) seenBy(ctx context.Context, v *view, all []Impossible, user string, rules bool, sees func(user string) bool) (list []Impossible, unseen bool, err error) {
	list = []Impossible{}
	err = e.db.Snapshot(ctx, func(r store.Reader) error {
		for _, x := range all {
			x.Eligible = v.told(&x, sees)
			if x.Kind != "change" {
				if rules {
					list = append(list, x)
				}
				continue
			}
			d, err := e.decision(ctx, r, v, x.ID, At(e.now()))
			if fault.Is(err, fault.Stale) || fault.Is(err, fault.Conflict) {
				continue
			}
			if err != nil {
				return err
			}
			if e.mayLook(&Pending{Change: d.change, Body: d.body, Eligible: d.eligible(user)}, user) == nil {
				list = append(list, x)
			} else {
				unseen = true
			}
		}
		return nil
	})
	return list, unseen, err
}

// lacks is what nobody can give the change any more, or why its maker may no longer
// make it; nothing when somebody can complete it.
func (d *decision) lacks(e *Engine, people []approval.Agreement) (list []wanted, ended string) {
	if err := e.mayStill(d); err != nil {
		return nil, fault.From(err).Detail
	}
	may := d.view.may(d.body.Targets, d.now)
	for _, p := range d.rules {
		if p.Possible(d.maker, people, may) {
			continue
		}
		eligible := make([][]string, len(p.Rule().Factors))
		for i := range eligible {
			for _, a := range p.Eligible(i, d.maker, people, may) {
				eligible[i] = append(eligible[i], a.User)
			}
		}
		list = append(list, d.view.wants(p, eligible)...)
	}
	return list, ""
}

// wants is what the rule asks for, with the users who are eligible for each factor.
func (v *view) wants(p *approval.Program, eligible [][]string) (list []wanted) {
	for i, f := range p.Rule().Factors {
		list = append(list, wanted{f.Who(v.access.GroupName), eligible[i]})
	}
	return list
}
