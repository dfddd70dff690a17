ALTER TABLE run ADD COLUMN process_version {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE run ADD COLUMN kind {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE run ADD COLUMN account_number {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE run ADD COLUMN on_inconsistency {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE run ADD COLUMN asked_by {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE run ADD COLUMN ended_at {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE run ADD COLUMN stopped_by {{.Text}} NOT NULL DEFAULT ''

CREATE INDEX run_running ON run (process) WHERE state = 'running'

CREATE TABLE run_work (
  run {{.Text}} PRIMARY KEY REFERENCES run (id),
  holder {{.Text}} NOT NULL,
  leased_until {{.Int}} NOT NULL,
  attempts {{.Int}} NOT NULL,
  waits {{.Text}} NOT NULL,
  stage {{.Text}} NOT NULL,
  done {{.Int}} NOT NULL,
  total {{.Int}} NOT NULL,
  rows_read {{.Int}} NOT NULL,
  rows_compared {{.Int}} NOT NULL
){{.Strict}}
