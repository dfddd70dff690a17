CREATE TABLE label (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  colour {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX label_unit_name ON label (unit, name)

ALTER TABLE exception ADD COLUMN labels {{.Text}} NOT NULL DEFAULT '[]'
