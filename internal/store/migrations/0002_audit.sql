CREATE TABLE audit_entry (
  seq {{.Int}} PRIMARY KEY CHECK (seq > 0),
  header {{.Blob}} NOT NULL,
  sealed {{.Blob}} NOT NULL
){{.Strict}}

CREATE TABLE audit_archive (
  first_seq {{.Int}} PRIMARY KEY CHECK (first_seq > 0),
  last_seq {{.Int}} NOT NULL CHECK (last_seq >= first_seq),
  file {{.Text}} NOT NULL,
  digest {{.Text}} NOT NULL
){{.Strict}}

CREATE TABLE audit_tile (
  level {{.Int}} NOT NULL CHECK (level >= 0),
  number {{.Int}} NOT NULL CHECK (number >= 0),
  hashes {{.Blob}} NOT NULL CHECK (length(hashes) = 8192),
  PRIMARY KEY (level, number)
){{.Strict}}

CREATE TABLE audit_checkpoint (
  size {{.Int}} PRIMARY KEY CHECK (size > 0),
  note {{.Text}} NOT NULL,
  leaves {{.Blob}} NOT NULL
){{.Strict}}

CREATE TABLE audit_token (
  segment {{.Int}} NOT NULL,
  token {{.Int}} NOT NULL,
  block {{.Int}} NOT NULL,
  PRIMARY KEY (segment, token, block)
){{.Strict}}{{if not .Postgres}}, WITHOUT ROWID{{end}}

CREATE TABLE audit_index (
  one {{.Int}} PRIMARY KEY CHECK (one = 1),
  blocks {{.Int}} NOT NULL
){{.Strict}}

INSERT INTO audit_index (one, blocks) VALUES (1, 0)
{{define "postgres"}}
CREATE TRIGGER {{.}}_keep BEFORE UPDATE OR DELETE ON {{.}} FOR EACH ROW EXECUTE FUNCTION audit_keep()

CREATE TRIGGER {{.}}_keep_all BEFORE TRUNCATE ON {{.}} FOR EACH STATEMENT EXECUTE FUNCTION audit_keep()
{{end}}{{define "sqlite"}}
CREATE TRIGGER {{.}}_no_update BEFORE UPDATE ON {{.}} BEGIN SELECT RAISE(ABORT, '{{.}} is insert-only'); END

CREATE TRIGGER {{.}}_no_delete BEFORE DELETE ON {{.}} BEGIN SELECT RAISE(ABORT, '{{.}} is insert-only'); END
{{end}}{{if .Postgres}}
CREATE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$

CREATE FUNCTION audit_keep_entry() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM audit_archive WHERE OLD.seq BETWEEN first_seq AND last_seq) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_entry is insert-only' USING ERRCODE = 'restrict_violation';
END $$

CREATE TRIGGER audit_entry_keep BEFORE UPDATE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_keep()

CREATE TRIGGER audit_entry_keep_row BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_keep_entry()
{{template "postgres" "audit_archive"}}
{{template "postgres" "audit_tile"}}
{{template "postgres" "audit_checkpoint"}}{{else}}
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is insert-only'); END

CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
WHEN NOT EXISTS (SELECT 1 FROM audit_archive WHERE OLD.seq BETWEEN first_seq AND last_seq)
BEGIN SELECT RAISE(ABORT, 'audit_entry is insert-only'); END

CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'audit_entry is insert-only'); END

CREATE TRIGGER audit_archive_no_replace BEFORE INSERT ON audit_archive
WHEN EXISTS (SELECT 1 FROM audit_archive WHERE first_seq = NEW.first_seq)
BEGIN SELECT RAISE(ABORT, 'audit_archive is insert-only'); END

CREATE TRIGGER audit_tile_no_replace BEFORE INSERT ON audit_tile
WHEN EXISTS (SELECT 1 FROM audit_tile WHERE level = NEW.level AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'audit_tile is insert-only'); END

CREATE TRIGGER audit_checkpoint_no_replace BEFORE INSERT ON audit_checkpoint
WHEN EXISTS (SELECT 1 FROM audit_checkpoint WHERE size = NEW.size)
BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is insert-only'); END
{{template "sqlite" "audit_archive"}}
{{template "sqlite" "audit_tile"}}
{{template "sqlite" "audit_checkpoint"}}{{end}}
