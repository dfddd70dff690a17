package walk_test

import "fmt"

var directoryTables = []table{
	{name: "unit", change: fields{"name": "Another name"}, free: "a unit rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"name": w.name("Unit"), "parent": "group"}
	}},
	{name: "user", change: fields{"job_title": "Clerk"}, free: "a user rests on nothing that has a version", stays: "user_stays", row: person},
	{name: "group", change: fields{"description": "Who solves"}, free: "a group rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"name": w.name("Group"), "unit": "treasury"}
	}},
	{
		name: "member", change: fields{"until_at": "2040-01-01T00:00:00.000000Z"},
		row: func(w *walk) fields {
			return fields{"user": w.make("user", person(w)), "group": w.make("group", fields{"name": w.name("Group"), "unit": "treasury"})}
		},
		rests: func(w *walk, row fields) { w.touch("group", row["group"].(string)) },
	},
	{name: "role", change: fields{"permissions": []string{"job.view"}}, free: "a role rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"name": w.name("Role"), "permissions": []string{"job.view", "unit.view"}, "includes": []string{}}
	}},
	{
		name: "grant", change: fields{"until_at": "2040-01-01T00:00:00.000000Z"},
		row: func(w *walk) fields {
			return fields{"user": w.make("user", person(w)), "role": "role-" + signer, "scope": "unit", "scope_record": w.make("unit", fields{"name": w.name("Unit"), "parent": "group"})}
		},
		rests: func(w *walk, row fields) { w.touch("unit", row["scope_record"].(string)) },
	},
	{
		name: "api_token", change: fields{"name": "another name"}, free: "a token rests on nothing that has a version", stays: "token_stays", drawn: true,
		row: func(w *walk) fields {
			return fields{"user": w.make("user", service(w, maker)), "name": w.name("token"), "expires_at": "2040-01-01T00:00:00.000000Z"}
		},
	},
	{
		name: "four_eyes_rule", change: fields{"expires_after_hours": 48}, free: "a rule rests on nothing that has a version",
		row: func(w *walk) fields {
			return fields{
				"name": w.name("Rule"), "subject": "job", "operations": []string{"insert"}, "condition": `actor.id == "nobody"`,
				"factors": []fields{{"permission": "job.approve", "people": 1}}, "enabled": false,
			}
		},
	},
}

func person(w *walk) fields {
	n := w.next()
	return fields{"email": fmt.Sprintf("person-%d@example.com", n), "name": fmt.Sprintf("Person %d", n), "kind": "person", "status": "active", "unit": "treasury"}
}

// service is a user for a program, which the keeper answers for.
func service(w *walk, keeper string) fields {
	row := person(w)
	row["kind"], row["keeper"] = "service", keeper
	return row
}
