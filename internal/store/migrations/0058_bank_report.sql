CREATE TABLE bank_report (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  kind {{.Text}} NOT NULL,
  message {{.Text}} NOT NULL,
  file_name {{.Text}} NOT NULL,
  size {{.Int}} NOT NULL,
  sha256 {{.Text}} NOT NULL,
  lines {{.Int}} NOT NULL,
  applied {{.Int}} NOT NULL,
  open {{.Int}} NOT NULL,
  taken_by {{.Text}} NOT NULL REFERENCES "user" (id),
  taken_at {{.Int}} NOT NULL,
  children_version {{.Int}} NOT NULL DEFAULT 0
){{.Strict}}

CREATE UNIQUE INDEX bank_report_file ON bank_report (customer, sha256)

CREATE TABLE report_line (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  report {{.Text}} NOT NULL REFERENCES bank_report (id),
  number {{.Int}} NOT NULL,
  reference {{.Text}} NOT NULL,
  said {{.Text}} NOT NULL,
  code {{.Text}} NOT NULL,
  detail {{.Text}} NOT NULL,
  amount {{.Text}} NOT NULL,
  currency {{.Text}} NOT NULL,
  booked_on {{.Text}} NOT NULL,
  result {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  "order" {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX report_line_number ON report_line (report, number)

CREATE INDEX report_line_result ON report_line (result, id)
