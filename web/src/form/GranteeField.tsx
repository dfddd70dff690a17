import { useState } from 'react';
import { type Place, useGrantable } from '@/api/grantable';
import { useTitle } from '@/api/titles';
import { useText } from '@/text/text';
import { type Choice, type FieldProps, FormField } from './FormField';
import { PickField } from './PickField';

interface Props extends FieldProps {
  readonly place: Place;
  readonly of: 'users' | 'groups' | 'roles';
}

/** Whom or what to grant at one record, for who may look up neither users nor groups nor roles. */
export function GranteeField({ place, of, ...field }: Props) {
  const { t } = useText();
  const [search, setSearch] = useState('');
  const had = useHad(field);
  const first = useGrantable(place, '');
  const labelled = choicesOf(first.data?.[of]);
  const asks = first.data?.more === true && !labelled.some(({ label }) => label === search) ? search : '';
  const found = useGrantable(place, asks).data;
  if (first.isError) return <FormField {...field} />;
  const from = [...had(choicesOf(found?.[of])), ...(of === 'users' ? addressIn(search) : [])];
  const note = of === 'users' ? t('field.byAddress') : undefined;
  return <PickField {...field} from={from} note={note} search={search} onSearch={setSearch} />;
}

/** Who is named already may be nobody of those who are offered. */
export function useHad({ column, entered }: Pick<FieldProps, 'column' | 'entered'>) {
  const value = typeof entered === 'string' && !entered.includes('@') ? entered : '';
  const label = useTitle(column.ref ?? '', value, value !== '');
  return (choices: readonly Choice[]) =>
    value === '' || choices.some((one) => one.value === value) ? choices : [{ value, label }, ...choices];
}

/** Somebody who is not offered is named by an address, typed as it is. */
export function addressIn(search: string): readonly Choice[] {
  const address = search.trim();
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) ? [{ value: address, label: address }] : [];
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
