CREATE TABLE expected_file (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  process {{.Text}} NOT NULL REFERENCES process (id),
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  from_date {{.Text}} NOT NULL,
  days {{.Text}} NOT NULL,
  calendar {{.Text}} NOT NULL,
  time {{.Text}} NOT NULL,
  zone {{.Text}} NOT NULL,
  "user" {{.Text}} NOT NULL,
  "group" {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX expected_file_name ON expected_file (process, name)
