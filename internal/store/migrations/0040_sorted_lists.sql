DROP INDEX invoice_payee

CREATE INDEX invoice_by_payee ON invoice (payee, id)

CREATE INDEX invoice_by_reference ON invoice (reference, id)

CREATE INDEX invoice_by_due_date ON invoice (due_date, id)

CREATE INDEX invoice_by_amount ON invoice (currency, amount_minor, id)
