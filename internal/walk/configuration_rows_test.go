package walk_test

import "fmt"

// configuration is the one command that is on no record: it takes files. That it
// also asks what each of their rows asks is shown where it is made.
var configuration = step{
	route: "POST /api/v1/configuration/apply", asks: "configuration.apply", subject: "configuration.apply", op: "command",
	prepare: func(w *walk) *asked {
		id := w.make("unit", fields{"name": w.name("Unit"), "parent": "treasury"})
		name := w.name("Renamed")
		text := fmt.Sprintf("unit:\n  - {id: %s, name: %s, parent: =treasury}\n", id, name)
		return &asked{
			path: "/api/v1/configuration/apply", body: fields{"files": []fields{{"name": "unit.yaml", "content": text}}},
			table: "unit", want: fields{"name": name, "parent": "treasury"}, race: func() { w.touch("unit", id) },
		}
	},
}
