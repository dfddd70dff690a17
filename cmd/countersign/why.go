package main

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
	return t.say("%s", d.String())
}
