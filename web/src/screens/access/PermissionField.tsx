import { Select } from '@mantine/core';
import { useText } from '@/text/text';
import { usePermissions } from './answers';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onPick: (permission: string) => void;
  /** Leaves out what is not asked for here. */
  readonly only?: (permission: string) => boolean;
}

/** A permission, found by its name or by what people call it. */
export function PermissionField({ label, value, onPick, only = () => true }: Props) {
  const { word } = useText();
  const all = (usePermissions().data?.items ?? []).filter(only);
  // What the address names may be a permission that is no more.
  const names = value && !all.includes(value) ? [value, ...all] : all;
  const data = names
    .map((permission) => ({ value: permission, label: word(permission) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <Select
      label={label}
      data={data}
      value={value || null}
      onChange={(permission) => onPick(permission ?? '')}
      filter={({ options, search }) => {
        const wanted = search.trim().toLowerCase();
        return options.filter((one) => 'value' in one && `${one.label} ${one.value}`.toLowerCase().includes(wanted));
      }}
      limit={100}
      searchable
      clearable
    />
  );
}
