package httpapi

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
)

// InstallationKey is what other installations know this one by.
type InstallationKey struct {
	Name string `json:"name" doc:"Its name: what a bundle for it is exported for."`
	Key  string `json:"key" doc:"The key that checks its signatures (C2SP signed-note verifier key, Ed25519); it may be given to anybody."`
}

// Bundles serves configuration that travels between installations, signed.
func Bundles(a *API, book *ascode.Book) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/configuration/key", Asks: signedIn}, tag: "configuration",
		summary: "This installation's name and public key, for others to trust its bundles",
		answer:  schemaOf[InstallationKey](a), do: func(*call) (reply, error) {
			return reply{body: InstallationKey{a.Ring.Origin(), a.Ring.Verifier()}}, nil
		},
	})
	tables := text("table", "Only of these tables; absent: of all.")
	tables.many = true
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/configuration/bundle", Permission: ascode.Exporting}, tag: "configuration",
		summary: "The configuration signed for another installation: what the asker may view of it, without secrets and without trusted exporters; the export is logged",
		query:   []parameter{text("for", "The name of the installation that may import it.").must(), tables},
		answer:  schemaOf[ascode.Bundle](a), do: func(c *call) (reply, error) { return c.bundled(book) },
	})
	body := schemaInline[ascode.Bundle](a)
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/configuration/import", Permission: ascode.Importing}, tag: "configuration", write: true, brings: true,
		summary: "Take a bundle that a trusted installation signed for this one, as one change; each record that changes also asks the permission of its table, and nothing is deleted",
		body:    body, answer: schemaOf[Configured](a), do: func(c *call) (reply, error) {
			if !c.holds(ascode.Importing) {
				return reply{}, c.on(ascode.Importing)
			}
			var in ascode.Bundle
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			c.brought = in.Brought
			cmd, err := c.book(book).Import(&in, a.Ring.Origin())
			if err != nil {
				return reply{}, err
			}
			return c.configure(cmd, &in)
		},
	})
	a.remade[ascode.Importing] = func(asked json.RawMessage) (configuring, error) {
		var in ascode.Bundle
		if err := json.Unmarshal(asked, &in); err != nil {
			return nil, err
		}
		return book.With(a.Engine.Foreigns()).Import(&in, a.Ring.Origin())
	}
}

func (c *call) bundled(book *ascode.Book) (reply, error) {
	if err := c.on(ascode.Exporting); err != nil {
		return reply{}, err
	}
	switch to := c.query.Get("for"); {
	case !secret.NamesInstallation(to):
		return reply{}, fault.Bad("for", "bad_installation", "%q is no installation's name. Take it from the installation that is to import the bundle: countersign export --key prints it there, after name.", to)
	case to == c.api.Ring.Origin():
		return reply{}, fault.Bad("for", "own_installation", "%s is this installation itself; name the one that is to import the bundle.", to)
	}
	files, err := c.files(book)
	if err != nil {
		return reply{}, err
	}
	wanted, tables := c.query["table"], c.book(book).Tables()
	for _, t := range wanted {
		if !slices.Contains(tables, t) || t == ascode.Exporters.Name {
			return reply{}, fault.Bad("table", "unknown_table", "There is no configuration named %q.", t)
		}
	}
	files = slices.DeleteFunc(files, func(f ascode.File) bool {
		table := strings.TrimSuffix(f.Name, ".yaml")
		return table == ascode.Exporters.Name || len(wanted) > 0 && !slices.Contains(wanted, table)
	})
	if len(files) == 0 {
		return reply{}, fault.New(fault.Conflict, "nothing_to_export", "There is no record of these tables that you may view.")
	}
	u, err := directory.Users.Get(c.ctx, c.api.DB, govern.ID(c.who.User))
	if err != nil {
		return reply{}, err
	}
	b, err := ascode.Seal(c.api.Ring.Signer(), c.query.Get("for"), u.Email, govern.At(c.api.Engine.Now()), files)
	if err != nil {
		return reply{}, err
	}
	facts := append([]audit.Fact{{Name: "for", Value: c.query.Get("for")}, {Name: "bundle", Value: b.Digest()}}, ascode.Facts(files)...)
	return reply{body: b}, c.noted(ascode.Exporting, audit.Record{}, facts...)
}
