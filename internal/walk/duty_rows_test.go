package walk_test

// dutyTables keep duties apart. Their rules only report: everybody who walks may
// everything.
var dutyTables = []table{
	{name: "duty_rule", change: fields{"reason": "Asked by the auditor"}, free: "a duty rule rests on nothing that has a version", row: func(w *walk) fields {
		return dutyRule(w, "report")
	}},
	{
		name: "duty_exception", change: fields{"until_at": "2041-01-01T00:00:00.000000Z"}, gone: true,
		row: func(w *walk) fields {
			return fields{"rule": w.make("duty_rule", dutyRule(w, "except")), "user": w.make("user", person(w)), "reason": "A month of holidays", "until_at": "2040-01-01T00:00:00.000000Z"}
		},
		rests: func(w *walk, row fields) { w.touch("duty_rule", row["rule"].(string)) },
	},
	{
		name: "deputy", change: fields{"until_at": "2041-01-01T00:00:00.000000Z"}, gone: true,
		rests: func(w *walk, row fields) {
			w.do(colleague, "user.suspend", row["deputy"].(string), fields{"successor": ""})
		},
		row: func(w *walk) fields {
			return fields{"user": w.make("user", person(w)), "deputy": w.make("user", person(w)), "reason": "A month of holidays", "from_at": "2039-12-01T00:00:00.000000Z", "until_at": "2040-01-01T00:00:00.000000Z"}
		},
	},
}

func dutyRule(w *walk, mode string) fields {
	return fields{
		"name": w.name("Duty"), "kind": "static", "mode": mode, "enabled": mode == "report", "reason": "Two pairs of hands",
		"permissions": []string{"job.insert", "job.update"}, "roles": []string{}, "duties": []fields{}, "within": "scope",
	}
}

// broken is a duty rule that the maker breaks.
func broken(w *walk) string { return w.make("duty_rule", dutyRule(w, "report")) }
