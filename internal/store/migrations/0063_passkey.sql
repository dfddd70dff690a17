CREATE TABLE passkey (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  name {{.Text}} NOT NULL,
  credential {{.Text}} NOT NULL,
  public_key {{.Text}} NOT NULL,
  site {{.Text}} NOT NULL,
  added_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX passkey_credential ON passkey (credential)

CREATE INDEX passkey_user ON passkey ("user")

CREATE TABLE passkey_challenge (
  challenge {{.Text}} PRIMARY KEY,
  session {{.Text}} NOT NULL,
  about {{.Text}} NOT NULL,
  nonce {{.Text}} NOT NULL,
  ends_at {{.Int}} NOT NULL
){{.Strict}}

CREATE TABLE passkey_count (
  credential {{.Text}} PRIMARY KEY,
  count {{.Int}} NOT NULL
){{.Strict}}

ALTER TABLE signature ADD COLUMN passkey {{.Text}} NOT NULL DEFAULT '{}'

ALTER TABLE signature ADD COLUMN seal {{.Text}} NOT NULL DEFAULT ''
