import { useState } from 'react';
import { type Place, useGrantable } from '@/api/grantable';
import { type FieldProps, FormField } from './FormField';
import { PickField } from './PickField';

interface Props extends FieldProps {
  readonly place: Place;
  readonly of: 'users' | 'groups' | 'roles';
}

/** Whom or what to grant at one record, for who may look up neither users nor groups nor roles. */
export function GranteeField({ place, of, ...field }: Props) {
  const [search, setSearch] = useState('');
  const first = useGrantable(place, '');
  const labelled = choicesOf(first.data?.[of]);
  const asks = first.data?.more === true && !labelled.some(({ label }) => label === search) ? search : '';
  const found = useGrantable(place, asks).data;
  if (first.isError) return <FormField {...field} />;
  return <PickField {...field} from={choicesOf(found?.[of])} search={search} onSearch={setSearch} />;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly unit?: string;
}

/** People and groups by their names, with the units that tell those of one name apart. */
export function choicesOf(named: readonly Named[] = []) {
  return named.map(({ id, name, unit }) => ({ value: id, label: unit ? `${name} · ${unit}` : name }));
}
