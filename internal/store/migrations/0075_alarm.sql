CREATE TABLE alarm (
  id {{.Text}} PRIMARY KEY,
  outcome {{.Text}} NOT NULL,
  on_table {{.Text}} NOT NULL,
  on_record {{.Text}} NOT NULL,
  body {{.Text}} NOT NULL,
  round {{.Int}} NOT NULL,
  found_at {{.Int}} NOT NULL,
  changed_at {{.Int}} NOT NULL,
  ended_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX alarm_open ON alarm (outcome, on_table, on_record) WHERE ended_at = 0

CREATE TABLE alarm_look (
  one {{.Int}} PRIMARY KEY CHECK (one = 1),
  state {{.Text}} NOT NULL,
  looked_at {{.Int}} NOT NULL,
  took {{.Int}} NOT NULL,
  unseen {{.Text}} NOT NULL,
  armed {{.Int}} NOT NULL
){{.Strict}}
