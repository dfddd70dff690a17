CREATE TABLE report_schedule (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  report {{.Text}} NOT NULL,
  "user" {{.Text}} NOT NULL,
  days {{.Text}} NOT NULL,
  month_day {{.Int}} NOT NULL,
  time {{.Text}} NOT NULL,
  zone {{.Text}} NOT NULL,
  "group" {{.Text}} NOT NULL,
  enabled {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX report_schedule_name ON report_schedule (name)

CREATE TABLE report_made (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  schedule {{.Text}} NOT NULL,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  report {{.Text}} NOT NULL,
  "group" {{.Text}} NOT NULL,
  from_at {{.Int}} NOT NULL,
  to_at {{.Int}} NOT NULL,
  made_at {{.Int}} NOT NULL,
  lines {{.Int}} NOT NULL,
  size {{.Int}} NOT NULL,
  sha256 {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX report_made_once ON report_made (schedule, to_at)
