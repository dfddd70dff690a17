CREATE TABLE ticket_sheet (
  webhook {{.Text}} NOT NULL,
  ticket {{.Text}} NOT NULL,
  digest {{.Text}} NOT NULL,
  PRIMARY KEY (webhook, ticket)
){{.Strict}}

CREATE TABLE ticket_person (
  ticket {{.Text}} NOT NULL,
  "user" {{.Text}} NOT NULL,
  signed_in {{.Int}} NOT NULL,
  status {{.Text}} NOT NULL,
  PRIMARY KEY (ticket, "user")
){{.Strict}}
