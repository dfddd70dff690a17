CREATE INDEX order_creditor ON "order" (creditor_iban, creditor_number)
