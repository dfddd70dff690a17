import { Select } from '@mantine/core';
import { useState } from 'react';
import { type Place, useGrantable } from '@/api/grantable';
import { useText } from '@/text/text';
import { type FieldProps, FormField } from './FormField';

interface Props extends FieldProps {
  readonly place: Place;
  readonly of: 'users' | 'groups' | 'roles';
}

/** Whom or what to grant at one record, for who may look up neither users nor groups nor roles. */
export function GranteeField({ place, of, ...field }: Props) {
  const { word, said } = useText();
  const [search, setSearch] = useState('');
  const [picked, setPicked] = useState<{ value: string; label: string }>();
  const first = useGrantable(place, '');
  const asks = first.data?.more === true && search !== picked?.label ? search : '';
  const found = useGrantable(place, asks).data;
  if (first.isError) return <FormField {...field} />;
  const data = (found?.[of] ?? []).map(({ id, name, unit }) => ({
    value: id,
    label: unit ? `${name} · ${unit}` : name,
  }));
  const { column, entered, error, onChange } = field;
  const value = typeof entered === 'string' ? entered : '';
  if (picked && picked.value === value && !data.some((one) => one.value === value)) data.unshift(picked);
  return (
    <Select
      label={column.label ?? word(column.name)}
      description={said(column.doc)}
      error={error}
      withAsterisk={column.required === true}
      data={data}
      value={value || null}
      onChange={(id, option) => {
        setPicked(option ?? undefined);
        onChange(id ?? '');
      }}
      searchValue={search}
      onSearchChange={setSearch}
      searchable
      clearable
      limit={100}
    />
  );
}
