ALTER TABLE channel ADD COLUMN password {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE channel ADD COLUMN encryption {{.Text}} NOT NULL DEFAULT 'none'

ALTER TABLE channel ADD COLUMN recipient {{.Text}} NOT NULL DEFAULT ''

DROP INDEX channel_bic

CREATE UNIQUE INDEX channel_bic ON channel (bic) WHERE bic <> ''

ALTER TABLE delivery ADD COLUMN cipher_sha256 {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE delivery ADD COLUMN cipher_size {{.Int}} NOT NULL DEFAULT 0
