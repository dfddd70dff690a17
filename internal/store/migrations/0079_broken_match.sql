CREATE TABLE broken_match (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  run {{.Text}} NOT NULL REFERENCES run (id),
  process {{.Text}} NOT NULL REFERENCES process (id),
  unit {{.Text}} NOT NULL,
  left_row {{.Int}} NOT NULL,
  right_row {{.Int}} NOT NULL,
  match_key {{.Text}} NOT NULL,
  left_amount {{.Text}} NOT NULL,
  right_amount {{.Text}} NOT NULL,
  amount_diff {{.Text}} NOT NULL,
  left_date {{.Text}} NOT NULL,
  right_date {{.Text}} NOT NULL,
  date_diff {{.Text}} NOT NULL,
  exceptions {{.Text}} NOT NULL,
  reason {{.Text}} NOT NULL,
  broken_by {{.Text}} NOT NULL,
  broken_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX broken_match_left ON broken_match (run, left_row)

CREATE UNIQUE INDEX broken_match_right ON broken_match (run, right_row)

ALTER TABLE exception ADD COLUMN broken_match {{.Text}} NOT NULL DEFAULT ''
