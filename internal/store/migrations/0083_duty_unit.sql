ALTER TABLE duty_rule ADD COLUMN unit {{.Text}} NOT NULL DEFAULT ''
