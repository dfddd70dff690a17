import { ActionIcon, Button, Checkbox, Fieldset, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { OwnFieldProps } from '@/form/WriteForm';
import { useText } from '@/text/text';
import { columnsOf, kinds, type RefColumn } from './columns';
import classes from './Reference.module.css';

/** What each row of a reference table says: a column after the other. */
export function ColumnsField({ entered, error, onChange }: OwnFieldProps) {
  const { t, word } = useText();
  const columns = columnsOf(read(String(entered)));
  const set = (next: readonly RefColumn[]) => onChange(next.length === 0 ? '' : JSON.stringify(next));
  return (
    <Fieldset legend={word('columns')} className={classes.columns}>
      <p className={classes.quiet}>{t('ref.columns.what')}</p>
      {error && (
        <p className={classes.fault} role="alert">
          {error}
        </p>
      )}
      {columns.map((column, at) => (
        <ColumnFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the list
          key={at}
          at={at}
          column={column}
          onChange={(next) => set(columns.with(at, next))}
          onRemove={() => set(columns.toSpliced(at, 1))}
        />
      ))}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set([...columns, { name: '', kind: 'text', ...(columns.length === 0 && { key: true }) }])}
      >
        {t('ref.columns.add')}
      </Button>
    </Fieldset>
  );
}

interface OneProps {
  readonly at: number;
  readonly column: RefColumn;
  readonly onChange: (next: RefColumn) => void;
  readonly onRemove: () => void;
}

function ColumnFields({ at, column, onChange, onRemove }: OneProps) {
  const { t, word } = useText();
  return (
    <Fieldset variant="unstyled" legend={t('ref.column', { n: at + 1 })} className={classes.column}>
      <TextInput
        label={word('name')}
        value={column.name}
        onChange={(event) => onChange({ ...column, name: event.currentTarget.value.trim() })}
      />
      <NativeSelect
        label={word('kind')}
        value={column.kind}
        onChange={(event) => onChange({ ...column, kind: event.currentTarget.value })}
        data={kinds.map((kind) => ({ value: kind, label: t(`ref.kind.${kind}`) }))}
      />
      <Checkbox
        label={t('ref.key')}
        checked={column.key === true}
        onChange={(event) => onChange({ ...column, key: event.currentTarget.checked, optional: false })}
      />
      <Checkbox
        label={t('ref.optional')}
        disabled={column.key === true}
        checked={column.optional === true}
        onChange={(event) => onChange({ ...column, optional: event.currentTarget.checked })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('ref.columns.remove', { n: at + 1 })}
        onClick={onRemove}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Fieldset>
  );
}

function read(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}
