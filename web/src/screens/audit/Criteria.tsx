import { Button, NativeSelect, Popover, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { type ChangeEvent, type FormEvent, useState } from 'react';
import { useTables } from '@/api/declared';
import { useTitle } from '@/api/titles';
import { RefField } from '@/form/RefField';
import { formatMoment } from '@/format/time';
import { FilterWord } from '@/parts/FilterWord';
import { useText } from '@/text/text';
import classes from './Audit.module.css';
import { type Asked, type Criterion, criteria, outcomes } from './useAudit';

interface Props {
  readonly asked: Asked;
  readonly onChange: (next: Asked) => void;
}

/** The search as words that can be taken away, and the way to another one. */
export function Criteria({ asked, onChange }: Props) {
  const set = criteria.filter((name) => asked[name] !== undefined);
  return (
    <div className={classes.criteria}>
      <AddCriterion onAdd={(name, value) => onChange({ ...asked, [name]: value })} />
      {set.map((name) => (
        <Word key={name} name={name} asked={asked} onRemove={() => onChange({ ...asked, [name]: undefined })} />
      ))}
    </div>
  );
}

function Word({ name, asked, onRemove }: { name: Criterion; asked: Asked; onRemove: () => void }) {
  const { t } = useText();
  const words = `${t(`audit.filter.${name}`)}: ${useValue(name, asked)}`;
  return <FilterWord words={words} onRemove={onRemove} />;
}

/** What names a user. */
const people = new Set<Criterion>(['actor', 'acting', 'acted_for']);

/** What was asked for as people read it: names for ids, where they may be told. */
function useValue(name: Criterion, asked: Asked): string {
  const { word, locale } = useText();
  const value = asked[name] ?? '';
  const person = people.has(name);
  const table = person ? 'user' : (asked.table ?? '');
  const title = useTitle(table, value, person || name === 'record');
  switch (name) {
    case 'actor':
    case 'acting':
    case 'acted_for':
    case 'record':
      return title;
    case 'outcome':
    case 'table':
    case 'action':
    case 'field':
      return word(value);
    case 'from':
    case 'to':
      return formatMoment(value, locale);
    default:
      return value;
  }
}

function AddCriterion({ onAdd }: { onAdd: (name: Criterion, value: string) => void }) {
  const { t } = useText();
  const [opened, { close, toggle }] = useDisclosure();
  const [name, setName] = useState<Criterion>('word');
  const [value, setValue] = useState('');

  function add(event: FormEvent) {
    event.preventDefault();
    const text = value.trim();
    if (!text) return;
    onAdd(name, name === 'from' || name === 'to' ? new Date(text).toISOString() : text);
    setValue('');
    close();
  }

  return (
    <Popover opened={opened} onChange={(next) => !next && close()} position="bottom-start" trapFocus>
      <Popover.Target>
        <Button variant="default" size="compact-sm" leftSection={<IconFilter size={14} aria-hidden />} onClick={toggle}>
          {t('table.filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={add} className={classes.form}>
          <NativeSelect
            label={t('table.filter.column')}
            value={name}
            onChange={(event) => {
              setName(criteria.find((one) => one === event.currentTarget.value) ?? 'word');
              setValue('');
            }}
            data={criteria.map((one) => ({ value: one, label: t(`audit.filter.${one}`) }))}
          />
          <CriterionValue name={name} value={value} onChange={setValue} />
          <Button type="submit">{t('table.filter.add')}</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function CriterionValue({ name, value, onChange }: { name: Criterion; value: string; onChange: (v: string) => void }) {
  const { t, word } = useText();
  const tables = useTables();
  const typed = (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => onChange(event.currentTarget.value);
  if (name === 'outcome')
    return (
      <NativeSelect
        label={t('table.filter.value')}
        value={value}
        onChange={typed}
        data={[{ value: '', label: '' }, ...outcomes.map((one) => ({ value: one, label: word(one) }))]}
      />
    );
  if (people.has(name))
    return <RefField label={t(`audit.filter.${name}`)} value={value} table="user" onPick={onChange} onChange={typed} />;
  if (name === 'table')
    return (
      <NativeSelect
        label={t('table.filter.value')}
        value={value}
        onChange={typed}
        data={[{ value: '', label: '' }, ...tables.map((one) => ({ value: one.name, label: word(one.name) }))]}
      />
    );
  return (
    <TextInput
      label={t('table.filter.value')}
      type={name === 'from' || name === 'to' ? 'datetime-local' : 'text'}
      value={value}
      onChange={typed}
    />
  );
}
