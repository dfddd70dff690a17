import { Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { Column } from '@/api/declared';
import { useText } from '@/text/text';
import { ChoiceList } from './ChoiceList';
import type { Entered } from './draft';
import { MoneyField } from './MoneyField';
import { RefField } from './RefField';
import { TimeField } from './TimeField';

export interface FieldProps {
  readonly column: Column;
  readonly entered: Entered;
  readonly error: string | undefined;
  readonly onChange: (entered: Entered) => void;
  /** What can be chosen, where the screen knows better than the declaration. */
  readonly choices?: readonly Choice[] | undefined;
  /** A dialog that opens puts the focus here. */
  readonly first?: boolean;
}

/** A value with what people call it. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One field of a form, as its column declares it. */
export function FormField({ column, entered, error, onChange, choices, first }: FieldProps) {
  const { t, word, said } = useText();
  const label = column.label ?? word(column.name);
  const doc = said(column.doc);
  if (typeof entered === 'boolean') {
    return (
      <Checkbox
        label={label}
        description={doc}
        checked={entered}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (typeof entered === 'object')
    return <MoneyField column={column} entered={entered} error={error} onChange={onChange} />;
  const shared = {
    label,
    description: doc,
    error,
    withAsterisk: column.required === true,
    ...(first && { 'data-autofocus': true }),
    value: entered,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  if (choices && column.type === 'list')
    return (
      <ChoiceList label={label} description={doc} error={error} value={entered} choices={choices} onPick={onChange} />
    );
  if (choices) return <NativeSelect {...shared} data={[{ value: '', label: `(${t('field.none')})` }, ...choices]} />;
  if (column.masked)
    return <PasswordInput {...shared} description={`${doc} ${t('field.unchanged')}`} autoComplete="off" />;
  if (column.enum) {
    const options = column.enum.filter((value) => value !== '').map((value) => ({ value, label: word(value) }));
    return <NativeSelect {...shared} data={[{ value: '', label: `(${t('field.none')})` }, ...options]} />;
  }
  if (column.ref && column.type === 'text') return <RefField {...shared} table={column.ref} onPick={onChange} />;
  if (column.type === 'time') return <TimeField {...shared} onPick={onChange} />;
  if (column.type === 'list')
    return <Textarea {...shared} description={`${doc} ${t('field.list')}`} autosize minRows={2} />;
  if (column.type === 'document')
    return <Textarea {...shared} autosize minRows={4} ff="monospace" spellCheck={false} />;
  const long = (column.max_length ?? 0) > 300;
  return long ? (
    <Textarea {...shared} autosize minRows={2} />
  ) : (
    <TextInput {...shared} inputMode={column.type === 'integer' ? 'numeric' : undefined} />
  );
}
