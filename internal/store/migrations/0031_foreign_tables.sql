CREATE TABLE foreign_table (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL UNIQUE,
  doc {{.Text}} NOT NULL,
  columns {{.Text}} NOT NULL,
  unique_sets {{.Text}} NOT NULL,
  unit_column {{.Text}} NOT NULL
){{.Strict}}

CREATE TABLE foreign_row (
  table_name {{.Text}} NOT NULL,
  id {{.Text}} NOT NULL,
  version {{.Int}} NOT NULL,
  body {{.Text}} NOT NULL,
  doc {{if .Postgres}}JSONB GENERATED ALWAYS AS (CAST(body AS JSONB)) STORED{{else}}TEXT GENERATED ALWAYS AS (body) VIRTUAL{{end}},
  key_a {{.Text}} NOT NULL,
  key_b {{.Text}} NOT NULL,
  key_c {{.Text}} NOT NULL,
  PRIMARY KEY (table_name, id)
){{.Strict}}

CREATE UNIQUE INDEX foreign_row_a ON foreign_row (table_name, key_a) WHERE key_a <> ''

CREATE UNIQUE INDEX foreign_row_b ON foreign_row (table_name, key_b) WHERE key_b <> ''

CREATE UNIQUE INDEX foreign_row_c ON foreign_row (table_name, key_c) WHERE key_c <> ''
