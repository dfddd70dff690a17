package govern

// rowByRow asks what changing each row by itself would ask, for commands that change
// rows of any table. It refuses what the user may not.
func (v *view) rowByRow(user string, rows []RowChange, now Time) error {
	for i := range rows {
		rc := &rows[i]
		if rc.Op == Touch || rc.def.byCommand || rc.follows(rows) { // no permission asks for the row by itself
			continue
		}
		if err := v.allowed(user, rc.Table+"."+string(rc.Op), rc.def.targetsOf(rc.before, rc.after), now); err != nil {
			return at(rows, i, err)
		}
	}
	return nil
}
