CREATE TABLE foreign_type (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL UNIQUE,
  doc {{.Text}} NOT NULL,
  properties {{.Text}} NOT NULL,
  subject_properties {{.Text}} NOT NULL,
  context_properties {{.Text}} NOT NULL,
  permissions {{.Text}} NOT NULL,
  actions {{.Text}} NOT NULL
){{.Strict}}

CREATE TABLE foreign_entity (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "type" {{.Text}} NOT NULL,
  "key" {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  properties {{.Text}} NOT NULL,
  UNIQUE ("type", "key")
){{.Strict}}
