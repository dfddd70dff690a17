package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/countersign/countersign/bench/internal/turns"

	"github.com/countersign/countersign/internal/collude"
)

// question is one outcome, asked about one subject after the other.
type question struct {
	name     string
	subjects []url.Values
}

// figures are of one question.
type figures struct {
	p50, p95, worst, processor time.Duration
	smallest                   string
	sets                       int64
	cut                        int
}

// questions are every outcome that the program knows.
func (h *house) questions() ([]question, error) {
	about := func(outcome collude.Outcome, more ...string) url.Values {
		v := url.Values{"outcome": {string(outcome)}}
		for i := 0; i < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	roles, err := h.ids("role", "name", "Payments clerk", "Treasurer", "Bank instructions clerk", "Solver", "Security officer", "User administrator")
	if err != nil {
		return nil, err
	}
	rules, err := h.ids("four_eyes_rule", "name")
	if err != nil {
		return nil, err
	}
	one := question{name: "a payment to a new beneficiary leaves one account"}
	amount := question{name: "the same of 250,000.00, to a third party"}
	central := question{name: "the same leaves an account of the treasury, which pays for all plants"}
	role := question{name: "somebody gains a role in a plant"}
	wide := question{name: "somebody gains a role over everything"}
	force := question{name: "an exception of one process is closed by force"}
	off := question{name: "one four-eyes rule is switched off"}
	for i := range max(*repeat, 1) {
		account := accountOf(i%customers, i/customers%accounts)
		one.subjects = append(one.subjects, about(collude.Payment, "account", account))
		amount.subjects = append(amount.subjects, about(collude.Payment, "account", account, "kind", "third_party", "amount", "250000.00", "currency", currencies[i/customers%accounts]))
		central.subjects = append(central.subjects, about(collude.Payment, "account", "account-"+[]string{"CHF", "EUR", "GBP", "HUF", "PLN", "USD"}[i%6]))
		role.subjects = append(role.subjects, about(collude.Role, "role", roles[i%len(roles)], "scope", "unit", "scope_record", plant(i*7%plants)))
		wide.subjects = append(wide.subjects, about(collude.Role, "role", roles[i%len(roles)]))
		force.subjects = append(force.subjects, about(collude.Exception, "process", processOf(i%processes)))
		off.subjects = append(off.subjects, about(collude.RuleOff, "rule", rules[i%len(rules)]))
	}
	return []question{
		one, amount, central, {name: "a payment leaves any of 20 accounts", subjects: []url.Values{about(collude.Payment)}},
		role, wide, force, {name: "an exception of any of 20 processes is closed by force", subjects: []url.Values{about(collude.Exception)}},
		off, {name: "any four-eyes rule is switched off", subjects: []url.Values{about(collude.RuleOff)}},
	}, nil
}

// measure asks the question as often as it is to be asked.
func (h *house) measure(q question) (f figures, err error) {
	var took, used []time.Duration
	least, most := 5, -1
	for i := range *repeat + 1 {
		subject := q.subjects[max(i-1, 0)%len(q.subjects)]
		began, before := time.Now(), turns.Processors()
		body, err := h.get(h.asker, "/api/v1/access/collusion?"+subject.Encode())
		if err != nil {
			return f, fmt.Errorf("%s: %w", subject.Encode(), err)
		}
		if i == 0 {
			continue
		}
		took, used = append(took, time.Since(began)), append(used, time.Duration(turns.Processors()-before))
		var r collude.Report
		if err := json.Unmarshal(body, &r); err != nil {
			return f, err
		}
		if len(r.Cases) == 0 {
			return f, fmt.Errorf("%s: no case was looked at", subject.Encode())
		}
		var sets int64
		for _, c := range r.Cases {
			sets += c.Sets
			if !c.All {
				f.cut++
			}
		}
		f.sets, least, most = max(f.sets, sets), min(least, r.Smallest), max(most, r.Smallest)
	}
	slices.Sort(took)
	slices.Sort(used)
	f.p50, f.p95, f.worst, f.processor = share(took, 50), share(took, 95), took[len(took)-1], share(used, 50)
	if f.smallest = fmt.Sprint(least); least != most {
		f.smallest = fmt.Sprintf("%d to %d", least, most)
	}
	return f, nil
}

// share is the nearest rank of so many per cent of a sorted list.
func share(sorted []time.Duration, percent int) time.Duration {
	return sorted[(len(sorted)*percent+99)/100-1]
}
