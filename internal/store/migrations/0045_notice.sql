CREATE TABLE webhook (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  url {{.Text}} NOT NULL,
  secret {{.Text}} NOT NULL,
  kinds {{.Text}} NOT NULL,
  enabled {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX webhook_name ON webhook (name)

CREATE TABLE escalation (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  after_minutes {{.Int}} NOT NULL,
  before_minutes {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL,
  "group" {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX escalation_name ON escalation (name)

CREATE TABLE escalated (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  escalation {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  record {{.Text}} NOT NULL,
  round {{.Text}} NOT NULL,
  what {{.Text}} NOT NULL,
  maker {{.Text}} NOT NULL,
  why {{.Text}} NOT NULL,
  "user" {{.Text}} NOT NULL,
  "group" {{.Text}} NOT NULL,
  since_at {{.Int}} NOT NULL,
  until_at {{.Int}} NOT NULL,
  escalated_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX escalated_once ON escalated (escalation, record, round)

CREATE TABLE notice_choice (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  unit {{.Text}} NOT NULL,
  mail {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX notice_choice_user ON notice_choice ("user")

CREATE TABLE notice (
  id {{.Text}} PRIMARY KEY,
  kind {{.Text}} NOT NULL,
  record {{.Text}} NOT NULL,
  round {{.Text}} NOT NULL,
  recipient {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL CHECK (state IN ('queued', 'kept', 'off', 'listed', 'sent', 'dropped')),
  body {{.Text}} NOT NULL,
  digest {{.Text}} NOT NULL,
  made_at {{.Int}} NOT NULL,
  done_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX notice_once ON notice (kind, record, round, recipient)

CREATE INDEX notice_recipient ON notice (recipient, state)

CREATE INDEX notice_digest ON notice (digest)
