import { Button, NativeSelect, Popover, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useText } from '@/text/text';
import classes from './Audit.module.css';
import { type Asked, type Criterion, criteria, outcomes } from './useAudit';

interface Props {
  readonly asked: Asked;
  readonly onChange: (next: Asked) => void;
}

/** The search as words that can be taken away, and the way to another one. */
export function Criteria({ asked, onChange }: Props) {
  const { t, word } = useText();
  const set = criteria.filter((name) => asked[name] !== undefined);
  return (
    <div className={classes.criteria}>
      <AddCriterion onAdd={(name, value) => onChange({ ...asked, [name]: value })} />
      {set.map((name) => {
        const value = asked[name] ?? '';
        const words = `${t(`audit.filter.${name}`)}: ${name === 'outcome' || name === 'table' ? word(value) : value}`;
        return (
          <button
            key={name}
            type="button"
            className={classes.word}
            aria-label={t('table.filter.remove', { filter: words })}
            onClick={() => onChange({ ...asked, [name]: undefined })}
          >
            {words}
            <IconX size={13} aria-hidden />
          </button>
        );
      })}
    </div>
  );
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
  if (name === 'outcome')
    return (
      <NativeSelect
        label={t('table.filter.value')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[{ value: '', label: '' }, ...outcomes.map((one) => ({ value: one, label: word(one) }))]}
      />
    );
  return (
    <TextInput
      label={t('table.filter.value')}
      type={name === 'from' || name === 'to' ? 'datetime-local' : 'text'}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
