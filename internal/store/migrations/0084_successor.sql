ALTER TABLE "user" ADD COLUMN successor {{.Text}} NOT NULL DEFAULT ''
