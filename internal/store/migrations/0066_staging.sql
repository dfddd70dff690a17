CREATE TABLE staging_copy (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  process {{.Text}} NOT NULL REFERENCES process (id),
  original {{.Text}} NOT NULL REFERENCES process (id),
  original_version {{.Int}} NOT NULL,
  number {{.Int}} NOT NULL,
  unit {{.Text}} NOT NULL,
  made_by {{.Text}} NOT NULL,
  made_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX staging_copy_number ON staging_copy (original, number)
