package walk_test

import (
	"crypto/rand"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/govern"
)

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

// bundle is the same from another installation that is trusted here.
var bundle = step{
	route: "POST /api/v1/configuration/import", asks: "configuration.import", subject: "configuration.import", op: "command",
	prepare: func(w *walk) *asked {
		id := w.make("unit", fields{"name": w.name("Unit"), "parent": "treasury"})
		name := w.name("Renamed")
		signer, key := w.installation()
		w.make("trusted_exporter", fields{"name": w.name("Testing"), "verifier_key": key, "enabled": true})
		text := fmt.Sprintf("unit:\n  - {id: %s, name: %s, parent: =treasury}\n", id, name)
		b, err := ascode.Seal(signer, w.s.Ring.Origin(), "karin@example.com", govern.At(w.s.Engine.Now()), []ascode.File{{Name: "unit.yaml", Content: text}})
		if err != nil {
			w.t.Fatal(err)
		}
		return &asked{
			path: "/api/v1/configuration/import", body: b, table: "unit", want: fields{"name": name, "parent": "treasury"},
			race: func() { w.touch("unit", id) },
		}
	},
}

// installation draws another one's key.
func (w *walk) installation() (note.Signer, string) {
	private, public, err := note.GenerateKey(rand.Reader, w.name("testing")+".example")
	if err != nil {
		w.t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		w.t.Fatal(err)
	}
	return signer, public
}

var bundleTables = []table{{
	name: "trusted_exporter", change: fields{"max_age_hours": 24}, free: "an exporter rests on nothing that has a version",
	row: func(w *walk) fields {
		_, key := w.installation()
		return fields{"name": w.name("Testing"), "verifier_key": key, "enabled": true}
	},
}}
