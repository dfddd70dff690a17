CREATE TABLE participant (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  code {{.Text}} NOT NULL,
  name {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  currency {{.Text}} NOT NULL,
  bank_instruction {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX participant_code ON participant (code)

CREATE TABLE cycle (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  children_version {{.Int}} NOT NULL DEFAULT 0,
  code {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  base_currency {{.Text}} NOT NULL,
  settlement_date {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL,
  result {{.Text}} NOT NULL,
  inputs_digest {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX cycle_code ON cycle (code)

CREATE TABLE invoice (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  cycle {{.Text}} NOT NULL REFERENCES cycle (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  payer {{.Text}} NOT NULL REFERENCES participant (id),
  payee {{.Text}} NOT NULL REFERENCES participant (id),
  reference {{.Text}} NOT NULL,
  amount_minor {{.Int}} NOT NULL,
  currency {{.Text}} NOT NULL,
  due_date {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX invoice_once ON invoice (payer, payee, reference)

CREATE INDEX invoice_cycle ON invoice (cycle, id)

CREATE INDEX invoice_payee ON invoice (payee)

CREATE TABLE rate (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  cycle {{.Text}} NOT NULL REFERENCES cycle (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  currency {{.Text}} NOT NULL,
  value {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL,
  keyed_by {{.Text}} NOT NULL REFERENCES "user" (id),
  confirmed_by {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX rate_once ON rate (cycle, currency)

CREATE TABLE settlement (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  cycle {{.Text}} NOT NULL REFERENCES cycle (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  participant {{.Text}} NOT NULL REFERENCES participant (id),
  direction {{.Text}} NOT NULL,
  amount_minor {{.Int}} NOT NULL,
  currency {{.Text}} NOT NULL,
  residue_base {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX settlement_once ON settlement (cycle, participant)

CREATE INDEX settlement_participant ON settlement (participant)
