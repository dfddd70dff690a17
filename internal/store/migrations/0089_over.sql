CREATE INDEX grant_by_end ON "grant" (until_at) WHERE until_at > 0

CREATE INDEX member_by_end ON member (until_at) WHERE until_at > 0
