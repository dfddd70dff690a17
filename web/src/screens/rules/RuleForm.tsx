import { useParams, useSearch } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import type { Fields } from '@/form/WriteForm';
import { ProblemNote, Refused } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { Edit } from '@/screens/table/EditScreen';
import { Insert } from '@/screens/table/NewScreen';
import { ConditionField } from './ConditionField';
import { FactorsField } from './FactorsField';
import { atFirst, OperationsField, SubjectField } from './SubjectField';

/** The fields of a rule that its declaration alone cannot draw. */
const fields: Fields = {
  subject: SubjectField,
  operations: OperationsField,
  condition: ConditionField,
  factors: FactorsField,
};

export function NewRule() {
  const table = useTable('four_eyes_rule');
  const { subject }: Record<string, unknown> = useSearch({ strict: false });
  if (!table?.may.insert) return <Refused table="four_eyes_rule" action="insert" />;
  const begun = typeof subject === 'string' && subject !== '' ? atFirst(subject) : {};
  return <Insert table={table} fields={fields} first={{ enabled: true, expires_after_hours: 0, ...begun }} />;
}

export function EditRule() {
  const { id = '' } = useParams({ strict: false });
  const table = useTable('four_eyes_rule');
  const record = useRecord('four_eyes_rule', id);
  if (!table?.may.update) return <Refused table="four_eyes_rule" action="update" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  return <Edit key={id} table={table} first={record.data} fields={fields} onReload={() => location.reload()} />;
}
