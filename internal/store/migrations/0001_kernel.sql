CREATE TABLE audit_head (
  one {{.Int}} PRIMARY KEY CHECK (one = 1),
  seq {{.Int}} NOT NULL,
  epoch {{.Int}} NOT NULL,
  nonce {{.Text}} NOT NULL
){{.Strict}}

INSERT INTO audit_head (one, seq, epoch, nonce) VALUES (1, 0, 0, '')

CREATE TABLE "change" (
  id {{.Text}} PRIMARY KEY,
  state {{.Text}} NOT NULL CHECK (state IN ('pending', 'executed', 'rejected', 'withdrawn', 'expired', 'stale', 'failed')),
  command {{.Text}} NOT NULL,
  maker {{.Text}} NOT NULL,
  body {{.Blob}} NOT NULL,
  digest {{.Text}} NOT NULL,
  made_at {{.Int}} NOT NULL,
  expires_at {{.Int}} NOT NULL,
  ended_at {{.Int}} NOT NULL,
  ended_why {{.Text}} NOT NULL,
  held_seq {{.Int}} NOT NULL,
  ended_seq {{.Int}} NOT NULL
){{.Strict}}

CREATE INDEX change_by_state ON "change" (state, made_at, id)

CREATE TABLE change_record (
  table_name {{.Text}} NOT NULL,
  record {{.Text}} NOT NULL,
  "change" {{.Text}} NOT NULL REFERENCES "change" (id),
  PRIMARY KEY (table_name, record)
){{.Strict}}

CREATE INDEX change_record_by_change ON change_record ("change")

CREATE TABLE decision (
  "change" {{.Text}} NOT NULL REFERENCES "change" (id),
  "user" {{.Text}} NOT NULL,
  person {{.Text}} NOT NULL,
  verdict {{.Text}} NOT NULL CHECK (verdict IN ('approve', 'reject', 'withdraw', 'struck')),
  digest {{.Text}} NOT NULL,
  reason {{.Text}} NOT NULL,
  decided_at {{.Int}} NOT NULL,
  seq {{.Int}} NOT NULL,
  PRIMARY KEY ("change", person)
){{.Strict}}

CREATE TABLE idempotency (
  actor {{.Text}} NOT NULL,
  key {{.Text}} NOT NULL,
  request {{.Text}} NOT NULL,
  outcome {{.Text}} NOT NULL,
  made_at {{.Int}} NOT NULL,
  PRIMARY KEY (actor, key)
){{.Strict}}

CREATE TABLE outbox (
  id {{.Text}} PRIMARY KEY,
  kind {{.Text}} NOT NULL,
  subject {{.Text}} NOT NULL,
  body {{.Text}} NOT NULL,
  due_at {{.Int}} NOT NULL,
  leased_until {{.Int}} NOT NULL,
  attempts {{.Int}} NOT NULL,
  done_at {{.Int}} NOT NULL,
  made_seq {{.Int}} NOT NULL
){{.Strict}}

CREATE INDEX outbox_due ON outbox (done_at, due_at)

CREATE TABLE lease (
  name {{.Text}} PRIMARY KEY,
  holder {{.Text}} NOT NULL,
  until {{.Int}} NOT NULL
){{.Strict}}

CREATE TABLE view_change (
  epoch {{.Int}} NOT NULL,
  table_name {{.Text}} NOT NULL,
  record {{.Text}} NOT NULL,
  PRIMARY KEY (epoch, table_name, record)
){{.Strict}}
