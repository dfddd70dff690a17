package govern

import "github.com/countersign/countersign/access"

// Gain says whose access a change alters, with one permission of each kind.
type Gain struct {
	User  string `json:"user"`
	Gains string `json:"gains,omitempty" doc:"A permission that the user would hold, or hold more widely."`
	Loses string `json:"loses,omitempty" doc:"A permission that the user would hold no longer, or less widely."`
}

// Gains tells whose access the rows would alter, sorted by user; users who are
// new have everything that they would hold before them.
func (e *Engine) Gains(rows []RowChange) ([]Gain, error) {
	v := e.view.Load()
	next, _, err := v.after(rows)
	if err != nil || next == v {
		return nil, err
	}
	var list []Gain
	for _, user := range next.access.Users() {
		g := Gain{User: user, Gains: access.Gained(v.access, next.access, user), Loses: access.Gained(next.access, v.access, user)}
		if g.Gains != "" || g.Loses != "" {
			list = append(list, g)
		}
	}
	return list, nil
}
