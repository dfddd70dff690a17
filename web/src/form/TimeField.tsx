import { TextInput, type TextInputProps } from '@mantine/core';

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  readonly value: string;
  readonly onPick: (moment: string) => void;
  readonly onChange: unknown;
}

/** A moment, picked in the person's own time zone and kept in UTC. */
export function TimeField({ value, onPick, onChange: _, ...field }: Props) {
  return (
    <TextInput
      {...field}
      type="datetime-local"
      value={localOf(value)}
      onChange={(event) => {
        const at = new Date(event.currentTarget.value);
        onPick(Number.isNaN(at.getTime()) ? '' : at.toISOString());
      }}
    />
  );
}

/** The moment as the browser's field has it: local, without a zone. */
function localOf(moment: string): string {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
