CREATE TABLE gone (
  table_name {{.Text}} NOT NULL,
  record {{.Text}} NOT NULL,
  PRIMARY KEY (table_name, record)
){{.Strict}}{{if not .Postgres}}, WITHOUT ROWID{{end}}

CREATE INDEX change_by_maker ON "change" (maker, made_at, id)

CREATE INDEX change_by_time ON "change" (made_at, id)

CREATE INDEX invoice_unit ON invoice (unit, id)

CREATE INDEX order_unit ON "order" (unit, id)

CREATE INDEX order_customer ON "order" (customer, id)

CREATE INDEX package_unit ON package (unit, id)

CREATE INDEX package_customer ON package (customer, id)

CREATE INDEX signature_unit ON signature (unit, id)

CREATE INDEX signature_customer ON signature (customer, id)

CREATE INDEX settlement_unit ON settlement (unit, id)

CREATE INDEX exception_unit ON exception (unit, id)

CREATE INDEX run_unit ON run (unit, id)

CREATE INDEX user_job_job ON user_job (job)

CREATE INDEX exclusion_job_a ON exclusion (job_a)

CREATE INDEX exclusion_job_b ON exclusion (job_b)

CREATE INDEX delivery_channel ON delivery (channel, id)
