ALTER TABLE credential ADD COLUMN ended_at {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE sign_in_attempt ADD COLUMN told_at {{.Int}} NOT NULL DEFAULT 0

CREATE TABLE sign_in_place (
  key {{.Text}} PRIMARY KEY,
  seen_at {{.Int}} NOT NULL
){{.Strict}}
