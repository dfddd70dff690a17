ALTER TABLE account ADD COLUMN recall_version {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN recall_code {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN recall_state {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN recall_asked_at {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE "order" ADD COLUMN recall_answer {{.Text}} NOT NULL DEFAULT ''
