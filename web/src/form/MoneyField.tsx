import { Fieldset, TextInput } from '@mantine/core';
import type { Column } from '@/api/declared';
import { useText } from '@/text/text';
import classes from './Form.module.css';

interface Props {
  readonly column: Column;
  readonly entered: { readonly value: string; readonly currency: string };
  readonly error: string | undefined;
  readonly onChange: (entered: { readonly value: string; readonly currency: string }) => void;
}

/** An amount with its currency; the figures as the locale writes them. */
export function MoneyField({ column, entered, error, onChange }: Props) {
  const { word } = useText();
  return (
    <Fieldset variant="unstyled" legend={word(column.name)} className={classes.money}>
      <TextInput
        aria-label={word('value')}
        inputMode="decimal"
        error={error}
        value={entered.value}
        classNames={{ input: classes.figures ?? '' }}
        onChange={(event) => onChange({ ...entered, value: event.currentTarget.value })}
      />
      <TextInput
        aria-label={word('currency')}
        maxLength={3}
        placeholder="EUR"
        value={entered.currency}
        onChange={(event) => onChange({ ...entered, currency: event.currentTarget.value.toUpperCase() })}
      />
    </Fieldset>
  );
}
