CREATE TABLE archive_order (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  kind {{.Text}} NOT NULL,
  before_at {{.Int}} NOT NULL,
  from_entry {{.Int}} NOT NULL,
  to_entry {{.Int}} NOT NULL,
  hours {{.Int}} NOT NULL,
  asked_by {{.Text}} NOT NULL REFERENCES "user" (id),
  asked_at {{.Int}} NOT NULL,
  state {{.Text}} NOT NULL,
  detail {{.Text}} NOT NULL,
  begins {{.Int}} NOT NULL,
  ends {{.Int}} NOT NULL,
  files {{.Int}} NOT NULL,
  entries {{.Int}} NOT NULL,
  until_at {{.Int}} NOT NULL,
  ended_at {{.Int}} NOT NULL
){{.Strict}}

CREATE INDEX archive_order_state ON archive_order (state, asked_at, id)
