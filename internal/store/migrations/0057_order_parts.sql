ALTER TABLE bank_instruction ADD COLUMN street {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE bank_instruction ADD COLUMN building {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE bank_instruction ADD COLUMN post_code {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE bank_instruction ADD COLUMN town {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN creditor_street {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN creditor_building {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN creditor_post_code {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN creditor_town {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN reference {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN reference_type {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN purpose {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN service_level {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN ultimate_debtor {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN repair_of {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN instruction_pending {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE "order" ADD COLUMN instruction_recent {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE "order" ADD COLUMN possible_duplicate {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN outcome {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN outcome_code {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN outcome_text {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN outcome_at {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE "order" ADD COLUMN booked_on {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE "order" ADD COLUMN recall_why {{.Text}} NOT NULL DEFAULT ''

CREATE INDEX order_like ON "order" (creditor_iban, creditor_number, amount_minor)

CREATE INDEX order_repair_of ON "order" (repair_of)

CREATE TABLE call_back (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  bank_instruction {{.Text}} NOT NULL REFERENCES bank_instruction (id),
  instruction_version {{.Int}} NOT NULL,
  "change" {{.Text}} NOT NULL,
  spoken_to {{.Text}} NOT NULL,
  number {{.Text}} NOT NULL,
  note {{.Text}} NOT NULL,
  noted_by {{.Text}} NOT NULL REFERENCES "user" (id),
  noted_at {{.Int}} NOT NULL
){{.Strict}}

CREATE INDEX call_back_instruction ON call_back (bank_instruction, noted_at)

CREATE TABLE turned (
  table_name {{.Text}} NOT NULL,
  record {{.Text}} NOT NULL,
  at {{.Int}} NOT NULL,
  PRIMARY KEY (table_name, record)
){{.Strict}}
