import { Select } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/text/text';
import type { Choice, FieldProps } from './FormField';

interface Props extends FieldProps {
  readonly from: readonly Choice[];
  /** What is looked for, where not all are at hand. */
  readonly search?: string;
  readonly onSearch?: (text: string) => void;
  /** What else can be typed. */
  readonly note?: string | undefined;
  /** Why nothing can be chosen yet. */
  readonly waits?: string | undefined;
}

/** A record picked by its name, for who may not look into its table. */
export function PickField({ from, search, onSearch, note, waits, column, entered, error, onChange }: Props) {
  const { word, said } = useText();
  const [picked, setPicked] = useState<Choice>();
  const value = typeof entered === 'string' ? entered : '';
  const data = [...from];
  if (picked && picked.value === value && !data.some((one) => one.value === value)) data.unshift(picked);
  return (
    <Select
      label={column.label ?? word(column.name)}
      description={[said(column.doc), note, waits].filter(Boolean).join(' ')}
      error={error}
      withAsterisk={column.required === true}
      disabled={waits !== undefined}
      data={data}
      value={value || null}
      onChange={(id, option) => {
        setPicked(option ?? undefined);
        onChange(id ?? '');
      }}
      {...(onSearch && { searchValue: search ?? '', onSearchChange: onSearch })}
      searchable
      clearable
      limit={100}
    />
  );
}
