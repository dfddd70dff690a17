CREATE TABLE access_policy (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  roles_through_groups_only {{.Int}} NOT NULL,
  min_administrators {{.Int}} NOT NULL,
  allowed_email_domains {{.Text}} NOT NULL,
  ticket_rules {{.Text}} NOT NULL,
  ticket_pattern {{.Text}} NOT NULL,
  change_expiry_hours {{.Int}} NOT NULL,
  process_admin_sponsor {{.Text}} NOT NULL
){{.Strict}}
