CREATE TABLE calendar (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  name {{.Text}} NOT NULL,
  country {{.Text}} NOT NULL,
  currency {{.Text}} NOT NULL,
  weekend {{.Text}} NOT NULL,
  children_version {{.Int}} NOT NULL DEFAULT 0
){{.Strict}}

CREATE UNIQUE INDEX calendar_name ON calendar (name)

CREATE UNIQUE INDEX calendar_place ON calendar (country, currency)

CREATE TABLE holiday (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  calendar {{.Text}} NOT NULL REFERENCES calendar (id),
  "day" {{.Text}} NOT NULL,
  name {{.Text}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX holiday_day ON holiday (calendar, "day")

CREATE TABLE amount_band (
  id {{.Text}} PRIMARY KEY,
  version {{.Int}} NOT NULL,
  customer {{.Text}} NOT NULL REFERENCES customer (id),
  unit {{.Text}} NOT NULL REFERENCES unit (id),
  account {{.Text}} NOT NULL REFERENCES account (id),
  from_minor {{.Int}} NOT NULL CHECK (from_minor > 0),
  from_currency {{.Text}} NOT NULL,
  required_points {{.Int}} NOT NULL
){{.Strict}}

CREATE UNIQUE INDEX amount_band_from ON amount_band (account, from_minor)

ALTER TABLE customer ADD COLUMN entered_may_sign {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE customer ADD COLUMN call_back_days {{.Int}} NOT NULL DEFAULT 10

ALTER TABLE customer ADD COLUMN duplicate_days {{.Int}} NOT NULL DEFAULT 30

ALTER TABLE account ADD COLUMN cut_off {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE account ADD COLUMN zone {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE account ADD COLUMN dual_disposition {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE account ADD COLUMN file_version {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE package ADD COLUMN file_version {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE package ADD COLUMN dual_disposition {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE package ADD COLUMN released_by {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE package ADD COLUMN released_at {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE package ADD COLUMN held {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE package ADD COLUMN held_by {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE package ADD COLUMN held_at {{.Int}} NOT NULL DEFAULT 0

ALTER TABLE package ADD COLUMN held_why {{.Text}} NOT NULL DEFAULT ''

ALTER TABLE package ADD COLUMN gone {{.Text}} NOT NULL DEFAULT '[]'
