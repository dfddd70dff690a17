DROP TABLE audit_token

CREATE TABLE audit_block (
  place {{.Int}} PRIMARY KEY CHECK (place >= 0),
  tokens {{.Blob}} NOT NULL
){{.Strict}}

CREATE TABLE audit_segment (
  place {{.Int}} PRIMARY KEY CHECK (place >= 0),
  tokens {{.Blob}} NOT NULL
){{.Strict}}

UPDATE audit_index SET blocks = 0
