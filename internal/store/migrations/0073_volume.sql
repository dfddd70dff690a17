DROP TABLE audit_block

DROP TABLE audit_segment

CREATE TABLE audit_block (
  place {{.Int}} PRIMARY KEY CHECK (place >= 0),
  tokens {{.Blob}} NOT NULL
){{.Strict}}

CREATE TABLE audit_segment (
  place {{.Int}} PRIMARY KEY CHECK (place >= 0),
  tokens {{.Blob}} NOT NULL
){{.Strict}}

CREATE TABLE audit_volume (
  place {{.Int}} PRIMARY KEY CHECK (place >= 0),
  tokens {{.Blob}} NOT NULL
){{.Strict}}

ALTER TABLE audit_index ADD COLUMN volumes {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE audit_index ADD COLUMN gathered {{.Int}} NOT NULL DEFAULT 0

UPDATE audit_index SET blocks = 0
