import { useState } from 'react';
import { type Change, usePending } from '@/api/change';
import { type Called, type Table, titleOf, useTables } from '@/api/declared';
import { useNames } from '@/api/titles';
import type { Choice } from '@/form/FormField';
import { PickField } from '@/form/PickField';
import type { OwnFieldProps } from '@/form/WriteForm';
import { formatMoment } from '@/format/time';
import { useText } from '@/text/text';

/** The change that a membership lasts for, picked by what it is; one that the person may not see is named by its id. */
export function UntilChangeField({ draft, onSet, ...field }: OwnFieldProps) {
  const { word, locale } = useText();
  const [search, setSearch] = useState('');
  const tables = useTables();
  const users = useNames('user', true).data?.byId;
  const groups = useNames('group', true).data?.byId;
  const roles = useNames('role', true).data?.byId;
  const names: Readonly<Record<string, ReadonlyMap<string, string> | undefined>> = {
    user: users,
    group: groups,
    role: roles,
  };
  const pending = usePending().data ?? [];
  const choices = pending.map((change): Choice => {
    const { table, id } = change.record;
    const by = change.names[change.maker] ?? change.maker;
    const verb = change.command.slice(change.command.indexOf('.') + 1);
    const what = `${word(table)} ${calledIn(tables, change, (table, id) => names[table]?.get(id) ?? change.names[id]) ?? id}`;
    return { value: change.id, label: `${what} · ${word(verb)} · ${by} · ${formatMoment(change.made_at, locale)}` };
  });
  const typed = search.trim();
  const known = choices.some(({ value, label }) => value === typed || label === search);
  const others = [typeof field.entered === 'string' ? field.entered : '', known ? '' : typed].filter(
    (id, at, all) => id !== '' && all.indexOf(id) === at && !choices.some(({ value }) => value === id),
  );
  return (
    <PickField
      {...field}
      from={[...choices, ...others.map((id) => ({ value: id, label: id }))]}
      search={search}
      onSearch={setSearch}
    />
  );
}

/** What the record is called that the change is chiefly about, as it will be or was. */
function calledIn(tables: readonly Table[], change: Change, called: Called): string | undefined {
  const { table, id } = change.record;
  const row = change.rows.find((one) => one.table === table && one.id === id);
  const image = row?.after ?? row?.before;
  if (typeof image !== 'object' || image === null) return undefined;
  const declared = tables.find(({ name }) => name === table);
  return titleOf(declared, { version: 0, ...image, id }, called);
}
