import { NativeSelect } from '@mantine/core';
import { useTables } from '@/api/declared';
import { RefField } from '@/form/RefField';
import { useText } from '@/text/text';

interface Props {
  readonly table: string;
  readonly id: string;
  readonly onChange: (next: { table?: string; id?: string }) => void;
  readonly labels: readonly [table: string, id: string];
  /** What it says where no table is chosen. */
  readonly none: string;
}

/** One record: its table, then its name. */
export function Which({ table, id, onChange, labels, none }: Props) {
  const { word } = useText();
  const tables = useTables()
    .filter((one) => one.may.view)
    .map((one) => ({ value: one.name, label: word(one.name) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  // A link names a table that its reader may not enter.
  const known = table === '' || tables.some((one) => one.value === table);
  return (
    <>
      <NativeSelect
        label={labels[0]}
        value={table}
        onChange={(event) => onChange({ table: event.currentTarget.value, id: '' })}
        data={[{ value: '', label: none }, ...tables, ...(known ? [] : [{ value: table, label: word(table) }])]}
      />
      {table && (
        <RefField
          key={table}
          label={labels[1]}
          table={table}
          value={id}
          onPick={(next) => onChange({ id: next })}
          onChange={(event) => onChange({ id: event.currentTarget.value })}
        />
      )}
    </>
  );
}
