ALTER TABLE decision ADD COLUMN left_out {{.Text}} NOT NULL DEFAULT ''
