import { Button, Checkbox, Popover } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { Column, Table } from '@/api/declared';
import { useText } from '@/text/text';
import classes from './ColumnChoice.module.css';

interface Props {
  readonly table: Table;
  readonly shown: readonly Column[];
  readonly onChange: (names: readonly string[]) => void;
}

/** Which columns the grid shows; the last one stays. */
export function ColumnChoice({ table, shown, onChange }: Props) {
  const { t, word } = useText();
  const names = shown.map((column) => column.name);
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" size="compact-sm" leftSection={<IconColumns3 size={14} aria-hidden />}>
          {t('table.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.choice}>
        {table.columns.map((column) => {
          const on = names.includes(column.name);
          return (
            <Checkbox
              key={column.name}
              size="xs"
              label={word(column.name)}
              checked={on}
              disabled={on && names.length === 1}
              onChange={() => onChange(on ? names.filter((name) => name !== column.name) : [...names, column.name])}
            />
          );
        })}
      </Popover.Dropdown>
    </Popover>
  );
}
