CREATE TABLE audit_search (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  owner {{.Text}} NOT NULL REFERENCES "user" (id),
  name {{.Text}} NOT NULL,
  query {{.Text}} NOT NULL,
  shared {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX audit_search_owner_name ON audit_search (owner, name)
