package main

import (
	"fmt"
	"strings"
)

type whyVerb struct{ question }

// Run prints the reasons; what is denied is an answer here, no failure.
func (v *whyVerb) Run(t *tool) error {
	d, err := v.decide(t)
	if err != nil {
		return err
	}
	if v.JSON {
		return t.show(d)
	}
	text := d.String()
	if len(d.People) > 0 && len(d.Roles) > 0 {
		var names []string
		for _, p := range d.People {
			names = append(names, fmt.Sprintf("%s (%s)", p.Name, p.ID))
		}
		text += "; who could give one: " + strings.Join(names, ", ")
	}
	return t.say("%s", text)
}
