CREATE TABLE process (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  children_version {{.Int}} NOT NULL DEFAULT 0,
  code {{.Text}} NOT NULL,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  account_number {{.Text}} NOT NULL,
  configuration {{.Text}} NOT NULL,
  on_inconsistency {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX process_code ON process (code)

CREATE TABLE run (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  children_version {{.Int}} NOT NULL DEFAULT 0,
  process {{.Text}} NOT NULL REFERENCES process (id),
  unit {{.Text}} NOT NULL,
  number {{.Int}} NOT NULL,
  state {{.Text}} NOT NULL,
  left_name {{.Text}} NOT NULL,
  left_format {{.Text}} NOT NULL,
  left_digest {{.Text}} NOT NULL,
  right_name {{.Text}} NOT NULL,
  right_format {{.Text}} NOT NULL,
  right_digest {{.Text}} NOT NULL,
  configuration_digest {{.Text}} NOT NULL,
  result_digest {{.Text}} NOT NULL,
  left_rows {{.Int}} NOT NULL,
  right_rows {{.Int}} NOT NULL,
  matched {{.Int}} NOT NULL,
  exact {{.Int}} NOT NULL,
  partial {{.Int}} NOT NULL,
  unmatched_left {{.Int}} NOT NULL,
  unmatched_right {{.Int}} NOT NULL,
  bad_left {{.Int}} NOT NULL,
  bad_right {{.Int}} NOT NULL,
  consistency {{.Text}} NOT NULL,
  notes {{.Text}} NOT NULL,
  detail {{.Text}} NOT NULL,
  ran_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX run_number ON run (process, number)

CREATE TABLE exception (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  run {{.Text}} NOT NULL REFERENCES run (id),
  process {{.Text}} NOT NULL REFERENCES process (id),
  unit {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL,
  left_row {{.Int}} NOT NULL,
  right_row {{.Int}} NOT NULL,
  key {{.Text}} NOT NULL,
  left_amount {{.Text}} NOT NULL,
  right_amount {{.Text}} NOT NULL,
  amount_diff {{.Text}} NOT NULL,
  date_diff {{.Text}} NOT NULL,
  fails {{.Text}} NOT NULL,
  left_fields {{.Text}} NOT NULL,
  right_fields {{.Text}} NOT NULL,
  priority {{.Text}} NOT NULL,
  assignee {{.Text}} NOT NULL,
  cause {{.Text}} NOT NULL,
  suggested_action {{.Text}} NOT NULL,
  action_taken {{.Text}} NOT NULL,
  closed_by {{.Text}} NOT NULL,
  closed_at {{.Int}} NOT NULL
){{.Strict}}

CREATE INDEX exception_run ON exception (run, state)

CREATE INDEX exception_process ON exception (process, state)

CREATE INDEX exception_assignee ON exception (assignee, state)

CREATE TABLE exception_comment (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  run {{.Text}} NOT NULL REFERENCES run (id),
  exception {{.Text}} NOT NULL,
  process {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  author {{.Text}} NOT NULL,
  text {{.Text}} NOT NULL,
  written_at {{.Int}} NOT NULL
){{.Strict}}

CREATE INDEX exception_comment_run ON exception_comment (run, exception)
