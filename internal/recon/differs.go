package recon

// Differs is one field of a copy that is not as in its original.
type Differs struct {
	Name   string `json:"name"`
	Before string `json:"before" doc:"As the original has it."`
	After  string `json:"after" doc:"As the copy has it."`
	Lines  []Line `json:"lines" doc:"Of the configuration, line by line; lines that are the same in both are left out but for a few. Of other fields none."`
}

// Differences are the fields by which the second process compares otherwise than
// the first, in the order of the process's columns. Code, name and unit are not
// among them.
func Differences(original, copied *Process) []Differs {
	list := []Differs{}
	for _, f := range []struct{ name, before, after string }{
		{"kind", original.Kind, copied.Kind},
		{"account_number", original.AccountNumber, copied.AccountNumber},
		{"configuration", original.Configuration, copied.Configuration},
		{"hand_tolerance", original.HandTolerance, copied.HandTolerance},
		{"on_inconsistency", original.OnInconsistency, copied.OnInconsistency},
	} {
		if f.before == f.after {
			continue
		}
		d := Differs{Name: f.name, Before: f.before, After: f.after, Lines: []Line{}}
		if f.name == "configuration" {
			d.Lines = compareLines(f.before, f.after)
		}
		list = append(list, d)
	}
	return list
}
