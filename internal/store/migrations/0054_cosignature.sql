CREATE TABLE audit_cosignature (
  size {{.Int}} NOT NULL REFERENCES audit_checkpoint (size),
  witness {{.Text}} NOT NULL,
  line {{.Text}} NOT NULL,
  PRIMARY KEY (size, witness)
){{.Strict}}
{{if .Postgres}}
CREATE TRIGGER audit_cosignature_keep BEFORE UPDATE OR DELETE ON audit_cosignature FOR EACH ROW EXECUTE FUNCTION audit_keep()

CREATE TRIGGER audit_cosignature_keep_all BEFORE TRUNCATE ON audit_cosignature FOR EACH STATEMENT EXECUTE FUNCTION audit_keep()
{{else}}
CREATE TRIGGER audit_cosignature_no_replace BEFORE INSERT ON audit_cosignature
WHEN EXISTS (SELECT 1 FROM audit_cosignature WHERE size = NEW.size AND witness = NEW.witness)
BEGIN SELECT RAISE(ABORT, 'audit_cosignature is insert-only'); END

CREATE TRIGGER audit_cosignature_no_update BEFORE UPDATE ON audit_cosignature BEGIN SELECT RAISE(ABORT, 'audit_cosignature is insert-only'); END

CREATE TRIGGER audit_cosignature_no_delete BEFORE DELETE ON audit_cosignature BEGIN SELECT RAISE(ABORT, 'audit_cosignature is insert-only'); END
{{end}}
