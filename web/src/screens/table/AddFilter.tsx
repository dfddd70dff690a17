import { Button, NativeSelect, Popover, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { Column, Table } from '@/api/declared';
import { type Filter, type Operator, operators } from '@/format/filter';
import { useText } from '@/text/text';
import classes from './FilterLine.module.css';

/** The column's comparisons, for a text the one first that people mean. */
function operatorsOf({ filter }: Column): readonly Operator[] {
  return filter.includes('~') ? ['~', ...filter.filter((op) => op !== '~')] : filter;
}

export function AddFilter({ table, onAdd }: { table: Table; onAdd: (filter: Filter) => void }) {
  const { t, word } = useText();
  const [opened, { close, toggle }] = useDisclosure();
  const columns = table.columns.filter((column) => column.filter.length > 0);
  const [name, setName] = useState(columns[0]?.name ?? '');
  const [op, setOp] = useState<Operator>();
  const [value, setValue] = useState('');
  const column = columns.find((one) => one.name === name);
  if (!column) return null;
  const possible = operatorsOf(column);
  const chosen = possible.find((one) => one === op) ?? possible[0] ?? '=';

  function add(event: FormEvent) {
    event.preventDefault();
    onAdd({ column: name, op: chosen, value: value.trim() });
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
              setName(event.currentTarget.value);
              setValue('');
            }}
            data={columns.map((one) => ({ value: one.name, label: word(one.name) }))}
          />
          <NativeSelect
            label={t('table.filter.op')}
            value={chosen}
            onChange={(event) => setOp(operators.find((one) => one === event.currentTarget.value))}
            data={possible.map((one) => ({ value: one, label: t(`op.${one}`) }))}
          />
          <FilterValue column={column} value={value} onChange={setValue} />
          <Button type="submit">{t('table.filter.add')}</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function FilterValue({
  column,
  value,
  onChange,
}: {
  column: Column;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t, word } = useText();
  const values = column.type === 'boolean' ? ['true', 'false'] : column.enum;
  if (!values)
    return (
      <TextInput
        label={t('table.filter.value')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  const shown = (one: string) => (column.type === 'boolean' ? t(one === 'true' ? 'table.yes' : 'table.no') : word(one));
  return (
    <NativeSelect
      label={t('table.filter.value')}
      required
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: '' }, ...values.map((one) => ({ value: one, label: shown(one) }))]}
    />
  );
}
