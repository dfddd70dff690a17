CREATE TABLE trusted_exporter (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  verifier_key {{.Text}} NOT NULL,
  max_age_hours {{.Int}} NOT NULL,
  enabled {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX trusted_exporter_name ON trusted_exporter (name)

CREATE UNIQUE INDEX trusted_exporter_key ON trusted_exporter (verifier_key)

CREATE TABLE configuration_import (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  exporter {{.Text}} NOT NULL,
  digest {{.Text}} NOT NULL,
  exported_by {{.Text}} NOT NULL,
  made_at {{.Int}} NOT NULL,
  imported_at {{.Int}} NOT NULL
){{.Strict}}
