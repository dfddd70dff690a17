CREATE TABLE session_end (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  unit {{.Text}} NOT NULL,
  asked_at {{.Int}} NOT NULL
){{.Strict}}

CREATE INDEX session_end_user ON session_end ("user")

ALTER TABLE session ADD COLUMN ends_before {{.Int}} NOT NULL DEFAULT 0
