package ascode

import (
	"context"

	"golang.org/x/mod/sumdb/note"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Exporter is an installation whose signed bundles are taken here.
type Exporter struct {
	govern.Meta
	Name        string `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140" doc:"What it is called here, such as Testing."`
	VerifierKey string `json:"verifier_key" db:"verifier_key" audit:"show" minLength:"1" maxLength:"400" doc:"The key that its signatures are checked with, as that installation shows it: name, hash and key, joined by +."`
	MaxAgeHours int64  `json:"max_age_hours" db:"max_age_hours" audit:"show" required:"false" minimum:"0" doc:"How old its bundles may be; 0: 168, a week."`
	Enabled     bool   `json:"enabled" db:"enabled" audit:"show"`
}

// Exporters are the installations that are trusted. They are configuration, and
// travel in no bundle: trust is laid down where it is given.
var Exporters = govern.Declare(govern.Table[Exporter]{
	Name:   "trusted_exporter",
	Doc:    "Another installation whose signed configuration may be imported here.",
	Unique: [][]string{{"name"}, {"verifier_key"}},
	Check: func(_ context.Context, _ govern.Reader, _, after *Exporter) error {
		if after == nil {
			return nil
		}
		if _, err := note.NewVerifier(after.VerifierKey); err != nil {
			return fault.Bad("verifier_key", "bad_key", "This is no key of an installation; copy it whole, as countersign export --key prints it there.")
		}
		return nil
	},
})

// Imported is the last bundle that came from one key. It stays when the exporter
// goes, so that no older bundle can come after it.
type Imported struct {
	govern.Meta
	Exporter   string      `json:"exporter" db:"exporter" audit:"show" doc:"The exporting installation's name in its key."`
	Digest     string      `json:"digest" db:"digest" audit:"show" doc:"SHA-256 of what was signed."`
	ExportedBy string      `json:"exported_by" db:"exported_by" audit:"show" doc:"Who exported it there."`
	MadeAt     govern.Time `json:"made_at" db:"made_at" audit:"show" doc:"When it was exported."`
	ImportedAt govern.Time `json:"imported_at" db:"imported_at" audit:"show"`
}

// Imports are the last bundles of all keys.
var Imports = govern.Declare(govern.Table[Imported]{
	Name:      "configuration_import",
	Doc:       "The last bundle of configuration that came from another installation.",
	ByCommand: true,
})

// Tables are the tables of this room.
var Tables = []govern.Any{Exporters, Imports}
