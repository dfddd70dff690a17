CREATE TABLE change_body (
  "change" {{.Text}} PRIMARY KEY REFERENCES "change" (id),
  body {{.Blob}} NOT NULL
){{.Strict}}

INSERT INTO change_body ("change", body) SELECT id, body FROM "change"

ALTER TABLE "change" DROP COLUMN body

DROP INDEX change_by_state

CREATE INDEX change_waiting ON "change" (made_at, id) WHERE state = 'pending'
{{if .Postgres}}
CREATE TRIGGER change_body_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON change_body FOR EACH STATEMENT EXECUTE FUNCTION audit_keep()
{{else}}
CREATE TRIGGER change_body_no_update BEFORE UPDATE ON change_body BEGIN SELECT RAISE(ABORT, 'change_body is insert-only'); END

CREATE TRIGGER change_body_no_delete BEFORE DELETE ON change_body BEGIN SELECT RAISE(ABORT, 'change_body is insert-only'); END
{{end}}
