ALTER TABLE exception ADD COLUMN "group" {{.Text}} NOT NULL DEFAULT ''

CREATE INDEX exception_group ON exception ("group", state)

ALTER TABLE exception_comment ADD COLUMN "group" {{.Text}} NOT NULL DEFAULT ''
