CREATE TABLE access_review (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  roles {{.Text}} NOT NULL,
  reviewers {{.Text}} NOT NULL,
  unconfirmed {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL,
  items {{.Int}} NOT NULL,
  started_at {{.Int}} NOT NULL,
  due_at {{.Int}} NOT NULL,
  closed_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX access_review_name ON access_review (name)

CREATE INDEX access_review_due ON access_review (state, due_at)

CREATE TABLE review_item (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  review {{.Text}} NOT NULL REFERENCES access_review (id),
  unit {{.Text}} NOT NULL,
  reviewer {{.Text}} NOT NULL REFERENCES "user" (id),
  kind {{.Text}} NOT NULL,
  record {{.Text}} NOT NULL,
  record_version {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL,
  "group" {{.Text}} NOT NULL,
  group_name {{.Text}} NOT NULL,
  role {{.Text}} NOT NULL,
  role_name {{.Text}} NOT NULL,
  scope {{.Text}} NOT NULL,
  scope_table {{.Text}} NOT NULL,
  scope_record {{.Text}} NOT NULL,
  until_at {{.Int}} NOT NULL,
  verdict {{.Text}} NOT NULL,
  reason {{.Text}} NOT NULL,
  decided_by {{.Text}} NOT NULL,
  decided_at {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX review_item_once ON review_item (review, kind, record)

CREATE INDEX review_item_reviewer ON review_item (reviewer, verdict)
