ALTER TABLE outbox ADD COLUMN holder {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE outbox ADD COLUMN failure {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE outbox ADD COLUMN gave_up_at {{.Int}} NOT NULL DEFAULT 0

CREATE INDEX outbox_gave_up ON outbox (gave_up_at)

CREATE TABLE channel (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  bic {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  host {{.Text}} NOT NULL,
  port {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL,
  private_key {{.Text}} NOT NULL,
  host_keys {{.Text}} NOT NULL,
  directory {{.Text}} NOT NULL,
  mode {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX channel_name ON channel (name)

CREATE UNIQUE INDEX channel_bic ON channel (bic)

CREATE TABLE delivery (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  channel {{.Text}} NOT NULL REFERENCES channel (id),
  subject_table {{.Text}} NOT NULL,
  subject {{.Text}} NOT NULL,
  file_name {{.Text}} NOT NULL,
  sha256 {{.Text}} NOT NULL,
  size {{.Int}} NOT NULL,
  state {{.Text}} NOT NULL,
  attempts {{.Int}} NOT NULL,
  rename_asked_at {{.Int}} NOT NULL,
  remote_path {{.Text}} NOT NULL,
  host_key {{.Text}} NOT NULL,
  delivered_at {{.Int}} NOT NULL,
  detail {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX delivery_subject ON delivery (subject_table, subject)

CREATE INDEX delivery_state ON delivery (state)
