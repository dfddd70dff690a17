CREATE TABLE reference_table (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  children_version {{.Int}} NOT NULL DEFAULT 0,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  doc {{.Text}} NOT NULL,
  columns {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX reference_table_name ON reference_table (name)

CREATE TABLE reference_row (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  reference_table {{.Text}} NOT NULL REFERENCES reference_table (id),
  unit {{.Text}} NOT NULL,
  "key" {{.Text}} NOT NULL,
  "values" {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX reference_row_key ON reference_row (reference_table, "key")
