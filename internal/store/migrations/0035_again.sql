ALTER TABLE "change" ADD COLUMN followed_seq {{.Int}} NOT NULL DEFAULT 0
