{{if .Postgres}}DROP TRIGGER audit_entry_keep_row ON audit_entry

DROP FUNCTION audit_keep_entry()
{{else}}DROP TRIGGER audit_entry_no_delete
{{end}}
DROP TABLE audit_archive

CREATE TABLE audit_archive (
  first_seq {{.Int}} PRIMARY KEY CHECK (first_seq > 0),
  last_seq {{.Int}} NOT NULL CHECK (last_seq >= first_seq),
  seq {{.Int}} NOT NULL CHECK (seq > last_seq),
  file {{.Text}} NOT NULL CHECK (length(file) = 64),
  size {{.Int}} NOT NULL CHECK (size > 0),
  note {{.Text}} NOT NULL CHECK (note <> '')
){{.Strict}}

CREATE TABLE audit_restored (
  first_seq {{.Int}} PRIMARY KEY REFERENCES audit_archive (first_seq),
  until {{.Int}} NOT NULL
){{.Strict}}
{{if .Postgres}}
CREATE FUNCTION audit_keep_entry() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM audit_archive a WHERE OLD.seq BETWEEN a.first_seq AND a.last_seq AND EXISTS (SELECT 1 FROM audit_checkpoint c WHERE c.size >= a.seq)) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_entry is insert-only' USING ERRCODE = 'restrict_violation';
END $$

CREATE TRIGGER audit_entry_keep_row BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_keep_entry()

CREATE TRIGGER audit_archive_keep BEFORE UPDATE OR DELETE ON audit_archive FOR EACH ROW EXECUTE FUNCTION audit_keep()

CREATE TRIGGER audit_archive_keep_all BEFORE TRUNCATE ON audit_archive FOR EACH STATEMENT EXECUTE FUNCTION audit_keep()
{{else}}
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
WHEN NOT EXISTS (SELECT 1 FROM audit_archive a WHERE OLD.seq BETWEEN a.first_seq AND a.last_seq AND EXISTS (SELECT 1 FROM audit_checkpoint c WHERE c.size >= a.seq))
BEGIN SELECT RAISE(ABORT, 'audit_entry is insert-only'); END

CREATE TRIGGER audit_archive_no_replace BEFORE INSERT ON audit_archive
WHEN EXISTS (SELECT 1 FROM audit_archive WHERE first_seq = NEW.first_seq)
BEGIN SELECT RAISE(ABORT, 'audit_archive is insert-only'); END

CREATE TRIGGER audit_archive_no_update BEFORE UPDATE ON audit_archive BEGIN SELECT RAISE(ABORT, 'audit_archive is insert-only'); END

CREATE TRIGGER audit_archive_no_delete BEFORE DELETE ON audit_archive BEGIN SELECT RAISE(ABORT, 'audit_archive is insert-only'); END
{{end}}
