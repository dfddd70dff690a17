package govern

import (
	"slices"

	"github.com/countersign/countersign/access"
)

// means are the declared commands that the row amounts to, besides the one that it
// is a row of.
func (e *Engine) means(command string, rc *RowChange, now Time) (list []string) {
	if rc.def.means == nil || rc.before == nil || rc.after == nil || rc.Op == Touch {
		return nil
	}
	for _, name := range rc.def.means(rc.before, rc.after, now) {
		if _, is := e.verbs[name]; is && name != command && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// meant refuses rows that amount to commands which the user may not give.
func (e *Engine) meant(v *view, user, command string, rows []RowChange, now Time) error {
	for i := range rows {
		rc := &rows[i]
		for _, name := range e.means(command, rc, now) {
			on := []access.Target{rc.def.targetOf(rc.before), rc.def.targetOf(rc.after)}
			if err := v.allowed(user, name, on, now); err != nil {
				return err
			}
		}
	}
	return nil
}
