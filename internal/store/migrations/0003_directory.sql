CREATE TABLE unit (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  parent {{.Text}} NOT NULL
){{.Strict}}

CREATE TABLE "user" (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  email {{.Text}} NOT NULL,
  name {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  status {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  personnel_id {{.Text}} NOT NULL,
  job_title {{.Text}} NOT NULL,
  ends_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX user_email ON "user" (email)

CREATE TABLE role (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  permissions {{.Text}} NOT NULL,
  includes {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX role_name ON role (name)

CREATE TABLE "grant" (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  role {{.Text}} NOT NULL REFERENCES role (id),
  scope {{.Text}} NOT NULL,
  scope_table {{.Text}} NOT NULL,
  scope_record {{.Text}} NOT NULL,
  from_at {{.Int}} NOT NULL,
  until_at {{.Int}} NOT NULL
){{.Strict}}

CREATE INDEX grant_user ON "grant" ("user")

CREATE INDEX grant_role ON "grant" (role)

CREATE TABLE api_token (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  name {{.Text}} NOT NULL,
  hash {{.Text}} NOT NULL,
  expires_at {{.Int}} NOT NULL,
  revoked {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX api_token_hash ON api_token (hash)

CREATE TABLE four_eyes_rule (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  subject {{.Text}} NOT NULL,
  operations {{.Text}} NOT NULL,
  condition {{.Text}} NOT NULL,
  factors {{.Text}} NOT NULL,
  expires_after_hours {{.Int}} NOT NULL,
  different_units {{.Int}} NOT NULL,
  enabled {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX four_eyes_rule_name ON four_eyes_rule (name)
