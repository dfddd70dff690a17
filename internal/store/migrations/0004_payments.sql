CREATE TABLE customer (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  children_version {{.Int}} NOT NULL DEFAULT 0
){{.Strict}}

CREATE UNIQUE INDEX customer_name ON customer (name)

CREATE TABLE account (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  name {{.Text}} NOT NULL,
  iban {{.Text}} NOT NULL,
  number {{.Text}} NOT NULL,
  bic {{.Text}} NOT NULL,
  currency {{.Text}} NOT NULL,
  required_points {{.Int}} NOT NULL,
  children_version {{.Int}} NOT NULL DEFAULT 0
){{.Strict}}

CREATE UNIQUE INDEX account_number ON account (iban, number, bic, currency)

CREATE INDEX account_customer ON account (customer)

CREATE TABLE account_signatory (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  account {{.Text}} NOT NULL REFERENCES account (id),
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  points {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX account_signatory_user ON account_signatory (account, "user")

CREATE TABLE job (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  name {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX job_name ON job (customer, name)

CREATE TABLE user_job (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  job {{.Text}} NOT NULL REFERENCES job (id)
){{.Strict}}

CREATE UNIQUE INDEX user_job_user ON user_job (customer, "user")

CREATE TABLE exclusion (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  job_a {{.Text}} NOT NULL REFERENCES job (id),
  job_b {{.Text}} NOT NULL REFERENCES job (id)
){{.Strict}}

CREATE UNIQUE INDEX exclusion_jobs ON exclusion (customer, job_a, job_b)

CREATE TABLE bank_instruction (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  owner {{.Text}} NOT NULL,
  participant {{.Text}} NOT NULL,
  iban {{.Text}} NOT NULL,
  number {{.Text}} NOT NULL,
  bic {{.Text}} NOT NULL,
  country {{.Text}} NOT NULL,
  currency {{.Text}} NOT NULL
){{.Strict}}

CREATE TABLE package (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  code {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL,
  created_by {{.Text}} NOT NULL REFERENCES "user" (id),
  entered_by {{.Text}} NOT NULL,
  submission {{.Int}} NOT NULL,
  submitted_at {{.Int}} NOT NULL,
  debtor {{.Text}} NOT NULL,
  digest {{.Text}} NOT NULL,
  ended_by {{.Text}} NOT NULL,
  why {{.Text}} NOT NULL,
  verdict {{.Text}} NOT NULL,
  children_version {{.Int}} NOT NULL DEFAULT 0
){{.Strict}}

CREATE UNIQUE INDEX package_code ON package (code)

CREATE INDEX package_state ON package (state, id)

CREATE TABLE "order" (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  "package" {{.Text}} NOT NULL REFERENCES package (id),
  number {{.Int}} NOT NULL,
  account {{.Text}} NOT NULL REFERENCES account (id),
  bank_instruction {{.Text}} NOT NULL REFERENCES bank_instruction (id),
  bank_instruction_version {{.Int}} NOT NULL,
  creditor_name {{.Text}} NOT NULL,
  creditor_iban {{.Text}} NOT NULL,
  creditor_number {{.Text}} NOT NULL,
  creditor_bic {{.Text}} NOT NULL,
  creditor_country {{.Text}} NOT NULL,
  amount_minor {{.Int}} NOT NULL CHECK (amount_minor > 0),
  currency {{.Text}} NOT NULL,
  execution_date {{.Text}} NOT NULL,
  end_to_end_id {{.Text}} NOT NULL,
  remittance {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  charge_bearer {{.Text}} NOT NULL,
  removed {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX order_end_to_end_id ON "order" (end_to_end_id)

CREATE UNIQUE INDEX order_number ON "order" ("package", number)

CREATE INDEX order_bank_instruction ON "order" (bank_instruction)

CREATE INDEX order_account ON "order" (account)

CREATE TABLE signature (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  "package" {{.Text}} NOT NULL REFERENCES package (id),
  submission {{.Int}} NOT NULL,
  "user" {{.Text}} NOT NULL REFERENCES "user" (id),
  digest {{.Text}} NOT NULL,
  signed_at {{.Int}} NOT NULL,
  method {{.Text}} NOT NULL,
  withdrawn {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX signature_user ON signature ("package", submission, "user")

CREATE INDEX signature_user_only ON signature ("user")
