ALTER TABLE "grant" ADD COLUMN record_unit {{.Text}} NOT NULL DEFAULT ''

CREATE INDEX grant_record ON "grant" (scope_record)

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM "group" r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'group'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM "order" r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'order'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM "user" r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'user'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM access_review r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'access_review'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM account r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'account'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM account_signatory r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'account_signatory'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM amount_band r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'amount_band'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM bank_instruction r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'bank_instruction'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM bank_report r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'bank_report'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM call_back r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'call_back'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM customer r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'customer'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM cycle r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'cycle'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM deputy r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'deputy'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM duty_exception r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'duty_exception'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM escalated r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'escalated'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM escalation r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'escalation'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM exception r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'exception'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM exception_comment r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'exception_comment'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM exclusion r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'exclusion'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM foreign_entity r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'foreign_entity'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM handover r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'handover'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM invoice r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'invoice'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM job r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'job'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM member r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'member'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM notice_choice r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'notice_choice'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM package r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'package'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM participant r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'participant'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM process r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'process'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM rate r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'rate'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM report_line r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'report_line'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM review_item r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'review_item'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM run r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'run'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM settlement r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'settlement'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM signature r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'signature'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM user_job r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'user_job'

UPDATE "grant" SET record_unit = coalesce((SELECT r.unit FROM webhook r WHERE r.id = "grant".scope_record), '') WHERE scope = 'record' AND scope_table = 'webhook'

UPDATE "grant" SET record_unit = scope_record WHERE scope = 'record' AND scope_table = 'unit'
