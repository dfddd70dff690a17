CREATE TABLE handover (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  unit {{.Text}} NOT NULL,
  successor {{.Text}} NOT NULL REFERENCES "user" (id),
  kind {{.Text}} NOT NULL,
  record {{.Text}} NOT NULL,
  what {{.Text}} NOT NULL,
  handed_at {{.Int}} NOT NULL,
  settled_at {{.Int}} NOT NULL
){{.Strict}}

CREATE INDEX handover_successor ON handover (successor)

CREATE INDEX handover_user ON handover ("user")
