ALTER TABLE decision ADD COLUMN on_behalf {{.Text}} NOT NULL DEFAULT ''

CREATE TABLE deputy (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  unit {{.Text}} NOT NULL,
  deputy {{.Text}} NOT NULL REFERENCES "user" (id),
  from_at {{.Int}} NOT NULL,
  until_at {{.Int}} NOT NULL,
  reason {{.Text}} NOT NULL
){{.Strict}}

CREATE INDEX deputy_user ON deputy ("user")

CREATE INDEX deputy_deputy ON deputy (deputy)
