ALTER TABLE member ADD COLUMN until_change {{.Text}} NOT NULL DEFAULT ''

CREATE INDEX member_until_change ON member (until_change)
