CREATE TABLE duty_rule (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  mode {{.Text}} NOT NULL,
  enabled {{.Int}} NOT NULL,
  reason {{.Text}} NOT NULL,
  roles {{.Text}} NOT NULL,
  permissions {{.Text}} NOT NULL,
  too_many {{.Int}} NOT NULL,
  within_scope {{.Text}} NOT NULL,
  duties {{.Text}} NOT NULL,
  left_unit {{.Text}} NOT NULL,
  right_unit {{.Text}} NOT NULL,
  left_group {{.Text}} NOT NULL,
  right_group {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX duty_rule_name ON duty_rule (name)

CREATE TABLE duty_exception (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  rule {{.Text}} NOT NULL REFERENCES duty_rule (id),
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  unit {{.Text}} NOT NULL,
  reason {{.Text}} NOT NULL,
  until_at {{.Int}} NOT NULL
){{.Strict}}

CREATE INDEX duty_exception_rule ON duty_exception (rule)
