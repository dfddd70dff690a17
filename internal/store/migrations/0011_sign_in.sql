CREATE TABLE sign_in_link (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  hash {{.Text}} NOT NULL,
  made_by {{.Text}} NOT NULL,
  expires_at {{.Int}} NOT NULL,
  used_at {{.Int}} NOT NULL,
  revoked {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX sign_in_link_hash ON sign_in_link (hash)

CREATE INDEX sign_in_link_user ON sign_in_link ("user")

CREATE TABLE credential (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  password {{.Text}} NOT NULL,
  password_at {{.Int}} NOT NULL,
  seed {{.Text}} NOT NULL,
  recovery {{.Text}} NOT NULL,
  factor_at {{.Int}} NOT NULL,
  reset_by {{.Text}} NOT NULL
){{.Strict}}

CREATE TABLE sign_in_policy (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  idle_minutes {{.Int}} NOT NULL,
  whole_minutes {{.Int}} NOT NULL,
  proof_seconds {{.Int}} NOT NULL,
  factor_required {{.Int}} NOT NULL,
  notice {{.Text}} NOT NULL
){{.Strict}}

ALTER TABLE api_token ADD COLUMN made_by {{.Text}} NOT NULL DEFAULT ''

CREATE TABLE session (
  hash {{.Text}} PRIMARY KEY,
  id {{.Text}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  stage {{.Text}} NOT NULL CHECK (stage IN ('code', 'enrol', 'whole')),
  method {{.Text}} NOT NULL,
  pending {{.Text}} NOT NULL,
  wrong {{.Int}} NOT NULL,
  started_at {{.Int}} NOT NULL,
  proof_at {{.Int}} NOT NULL,
  seen_at {{.Int}} NOT NULL,
  ends_at {{.Int}} NOT NULL,
  address {{.Text}} NOT NULL,
  agent {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX session_id ON session (id)

CREATE INDEX session_by_user ON session ("user")

CREATE TABLE sign_in_attempt (
  key {{.Text}} PRIMARY KEY,
  failures {{.Int}} NOT NULL,
  last_at {{.Int}} NOT NULL
){{.Strict}}

CREATE TABLE used_step (
  "user" {{.Text}} PRIMARY KEY REFERENCES "user" (id),
  step {{.Int}} NOT NULL
){{.Strict}}

CREATE TABLE used_recovery (
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  hash {{.Text}} NOT NULL,
  used_at {{.Int}} NOT NULL,
  PRIMARY KEY ("user", hash)
){{.Strict}}
