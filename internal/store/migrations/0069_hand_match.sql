ALTER TABLE process ADD COLUMN hand_tolerance {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE exception ADD COLUMN hand_match {{.Text}} NOT NULL DEFAULT ''

CREATE TABLE hand_match (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  run {{.Text}} NOT NULL REFERENCES run (id),
  process {{.Text}} NOT NULL REFERENCES process (id),
  unit {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL,
  exceptions {{.Text}} NOT NULL,
  difference {{.Text}} NOT NULL,
  reason {{.Text}} NOT NULL,
  made_by {{.Text}} NOT NULL,
  made_at {{.Int}} NOT NULL,
  broken_why {{.Text}} NOT NULL
){{.Strict}}

CREATE INDEX hand_match_run ON hand_match (run)
