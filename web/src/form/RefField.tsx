import { Select, TextInput, type TextInputProps } from '@mantine/core';
import { useNames } from '@/api/titles';

interface Props extends Omit<TextInputProps, 'value'> {
  readonly value: string;
  readonly table: string;
  readonly onPick: (id: string) => void;
}

/**
 * Another record, picked by name. Where its table is too large or may not be
 * viewed, its id is typed.
 */
export function RefField({ table, onPick, value, onChange, ...field }: Props) {
  const names = useNames(table, true).data;
  if (!names?.complete) return <TextInput {...field} value={value} onChange={onChange} />;
  const data = [...names.byId].map(([id, name]) => ({ value: id, label: name }));
  const { label, description, error, withAsterisk } = field;
  return (
    <Select
      label={label}
      description={description}
      error={error}
      withAsterisk={withAsterisk}
      data={data}
      value={value || null}
      onChange={(id) => onPick(id ?? '')}
      searchable
      clearable
      limit={100}
    />
  );
}
