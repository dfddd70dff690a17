package collusion

import "fmt"

func (q *Question) check() error {
	if q.Most < 0 || q.Most > Largest {
		return &Error{"most", "most", fmt.Sprintf("sets have 1 to %d people", Largest)}
	}
	seen := map[string]bool{}
	for _, p := range q.People {
		for _, u := range p.Users {
			if seen["user "+u.ID] {
				return &Error{"person_twice", "user " + u.ID, "a user is one person's, once"}
			}
			seen["user "+u.ID] = true
		}
		if seen["person "+p.ID] || p.ID == "" {
			return &Error{"person_twice", "person " + p.ID, "a person has an id and occurs once"}
		}
		seen["person "+p.ID] = true
	}
	for _, w := range q.Ways {
		if err := w.check(); err != nil {
			return err
		}
	}
	return nil
}

func (w *Way) check() error {
	if len(w.Steps) == 0 {
		return &Error{"way_empty", "way " + w.Name, "nothing has to happen in it; name its steps"}
	}
	for _, s := range w.Steps {
		place := "step " + s.Action + " of way " + w.Name
		if (s.May == nil) == (s.By == nil) || s.Signing != nil && s.May == nil {
			return &Error{"step_form", place, "say who may do it, or in whose name it happens by itself"}
		}
		for _, rules := range [][]Rule{s.Rules, s.Completes, s.Assumed} {
			for _, r := range rules {
				for _, f := range r.Factors {
					if f.People < 1 || f.May == nil {
						return &Error{"factor_people", "rule " + r.ID + " at " + place, "a factor asks for at least one person who may"}
					}
				}
			}
		}
	}
	for _, a := range w.Apart {
		for _, act := range []Act{a.First, a.Second} {
			if act.Step < 0 || act.Step >= len(w.Steps) {
				return &Error{"step_unknown", "way " + w.Name, fmt.Sprintf("there is no step %d", act.Step)}
			}
		}
	}
	return nil
}
