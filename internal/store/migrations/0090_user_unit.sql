ALTER TABLE api_token ADD COLUMN unit {{.Text}} NOT NULL DEFAULT ''

UPDATE api_token SET unit = coalesce((SELECT u.unit FROM "user" u WHERE u.id = api_token."user"), '')

ALTER TABLE sign_in_link ADD COLUMN unit {{.Text}} NOT NULL DEFAULT ''

UPDATE sign_in_link SET unit = coalesce((SELECT u.unit FROM "user" u WHERE u.id = sign_in_link."user"), '')

ALTER TABLE credential ADD COLUMN unit {{.Text}} NOT NULL DEFAULT ''

UPDATE credential SET unit = coalesce((SELECT u.unit FROM "user" u WHERE u.id = credential."user"), '')

ALTER TABLE passkey ADD COLUMN unit {{.Text}} NOT NULL DEFAULT ''

UPDATE passkey SET unit = coalesce((SELECT u.unit FROM "user" u WHERE u.id = passkey."user"), '')
