import { Checkbox, Select } from '@mantine/core';
import type { OwnFieldProps } from '@/form/WriteForm';
import { grouped } from '@/format/grouped';
import { useText } from '@/text/text';
import { areaName } from '@/text/words';
import { useWatched } from './answers';

const ofTable = ['insert', 'update', 'delete'] as const;

/** What the rule is about, by area; what it asks for at first follows from it. */
export function SubjectField({ column, entered, error, first, draft, onSet }: OwnFieldProps) {
  const { word, said } = useText();
  const watched = useWatched().data ?? [];
  const areas = [...grouped(watched, ({ area }) => word(areaName(area)))];
  const data = areas
    .map(([area, list]) => ({
      group: area,
      items: list.map(({ name }) => ({ value: name, label: word(name) })),
    }))
    .sort((a, b) => a.group.localeCompare(b.group));
  function pick(subject: string) {
    const { operations, factors } = atFirst(subject);
    onSet({
      subject,
      operations: operations.join('\n'),
      ...(isUntouched(draft.factors, String(draft.subject)) && { factors: subject && JSON.stringify(factors) }),
    });
  }
  return (
    <Select
      label={word(column.name)}
      description={said(column.doc)}
      error={error}
      withAsterisk
      data={data}
      value={String(entered) || null}
      onChange={(subject) => pick(subject ?? '')}
      searchable
      limit={400}
      {...(first && { 'data-autofocus': true })}
    />
  );
}

/** What a rule is until somebody says otherwise: on all of the subject, and one who may approve it has to agree. */
export function atFirst(subject: string) {
  // A command is called after what it is about: package.release.
  const operations: readonly string[] = subject.includes('.') ? ['command'] : ofTable;
  return { operations, factors: [{ permission: `${subject}.approve`, people: 1 }] };
}

function isUntouched(factors: unknown, subject: string): boolean {
  return factors === '' || factors === undefined || factors === JSON.stringify(atFirst(subject).factors);
}

/** Which changes of the table wait; a command is watched as a whole. */
export function OperationsField({ column, entered, error, draft, onChange }: OwnFieldProps) {
  const { t, word } = useText();
  const on = String(entered).split('\n').filter(Boolean);
  const command = String(draft.subject).includes('.');
  return (
    <Checkbox.Group
      label={word(column.name)}
      error={error}
      withAsterisk
      value={on}
      onChange={(next) => onChange((command ? ['command'] : ofTable).filter((one) => next.includes(one)).join('\n'))}
    >
      {(command ? (['command'] as const) : ofTable).map((one) => (
        <Checkbox key={one} mt={6} value={one} label={t(`rules.ask.${one}`)} />
      ))}
    </Checkbox.Group>
  );
}
