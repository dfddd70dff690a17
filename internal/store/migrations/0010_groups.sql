CREATE TABLE "group" (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  description {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX group_name ON "group" (unit, name)

CREATE TABLE member (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  "group" {{.Text}} NOT NULL REFERENCES "group" (id),
  unit {{.Text}} NOT NULL,
  from_at {{.Int}} NOT NULL,
  until_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX member_once ON member ("group", "user")

CREATE INDEX member_user ON member ("user")

CREATE TABLE grant_of_all (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL,
  "group" {{.Text}} NOT NULL,
  role {{.Text}} NOT NULL REFERENCES role (id),
  scope {{.Text}} NOT NULL,
  scope_table {{.Text}} NOT NULL,
  scope_record {{.Text}} NOT NULL,
  from_at {{.Int}} NOT NULL,
  until_at {{.Int}} NOT NULL,
  ticket {{.Text}} NOT NULL,
  reason {{.Text}} NOT NULL
){{.Strict}}

INSERT INTO grant_of_all (id, version, "user", "group", role, scope, scope_table, scope_record, from_at, until_at, ticket, reason)
  SELECT id, version, "user", '', role, scope, scope_table, scope_record, from_at, until_at, '', '' FROM "grant"

DROP TABLE "grant"

ALTER TABLE grant_of_all RENAME TO "grant"

CREATE INDEX grant_user ON "grant" ("user")

CREATE INDEX grant_group ON "grant" ("group")

CREATE INDEX grant_role ON "grant" (role)

ALTER TABLE "user" ADD COLUMN keeper {{.Text}} NOT NULL DEFAULT ''
