import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTable } from '@/api/declared';
import { useAwaitable, useNamedProcesses } from '@/api/processes';
import { useMayOverEverything, useRecord } from '@/api/record';
import { FormField } from '@/form/FormField';
import { addressIn, choicesOf, useHad } from '@/form/GranteeField';
import { PickField } from '@/form/PickField';
import type { Fields, OwnFieldProps } from '@/form/WriteForm';
import { ProblemNote, Refused } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { Edit } from '@/screens/table/EditScreen';
import { Insert } from '@/screens/table/NewScreen';
import { useText } from '@/text/text';

/** Whose file it is. Who awaits files need not see how a process compares: its name is told. */
function ProcessField({ draft, onSet, ...field }: OwnFieldProps) {
  const [search, setSearch] = useState('');
  const first = useNamedProcesses({ may: 'expected_file.insert' });
  const labels = (first.data?.items ?? []).map(({ name }) => name);
  const asks = first.data?.next && !labels.includes(search) ? search : '';
  const found = useNamedProcesses({ may: 'expected_file.insert', ...(asks && { q: asks }) }).data;
  if (first.isError) return <FormField {...field} />;
  const from = (found?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return <PickField {...field} from={from} search={search} onSearch={setSearch} />;
}

/** Who looks after it, and by which calendar, for who may look up neither. */
function ByName({ draft, onSet, ...field }: OwnFieldProps) {
  const { t } = useText();
  const { name } = field.column;
  const had = useHad(field);
  const sees = useMayOverEverything(`${name}.view`);
  const process = typeof draft.process === 'string' ? draft.process : '';
  const [search, setSearch] = useState('');
  const first = useAwaitable(process, '', sees === false);
  const of = ({ user: 'users', group: 'groups', calendar: 'calendars' } as const)[name] ?? 'users';
  const known = choicesOf(first.data?.[of]);
  const asks = first.data?.more === true && !known.some(({ label }) => label === search) ? search : '';
  const found = useAwaitable(process, asks, sees === false).data;
  if (sees !== false || first.isError) return <FormField {...field} />;
  const waits = process === '' ? t('recon.await.first') : undefined;
  const from = [...had(choicesOf(found?.[of])), ...(of === 'users' ? addressIn(search) : [])];
  const note = of === 'users' ? t('field.byAddress') : undefined;
  return <PickField {...field} from={from} note={note} search={search} onSearch={setSearch} waits={waits} />;
}

const fields: Fields = { process: ProcessField, user: ByName, group: ByName, calendar: ByName };

export function NewAwaited() {
  const table = useTable('expected_file');
  if (!table?.may.insert) return <Refused table="expected_file" action="insert" />;
  return <Insert table={table} fields={fields} />;
}

export function EditAwaited() {
  const { id = '' } = useParams({ strict: false });
  const table = useTable('expected_file');
  const record = useRecord('expected_file', id);
  if (!table?.may.update) return <Refused table="expected_file" action="update" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  return <Edit key={id} table={table} first={record.data} fields={fields} onReload={() => location.reload()} />;
}
