import { ActionIcon, Button, Fieldset, NativeSelect, NumberInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { RefField } from '@/form/RefField';
import type { OwnFieldProps } from '@/form/WriteForm';
import { PermissionField } from '@/screens/access/PermissionField';
import { useText } from '@/text/text';
import { type Factor, factorsOf } from './answers';
import classes from './Rules.module.css';

/** Who has to agree: all of these. */
export function FactorsField({ column, entered, error, draft, onChange }: OwnFieldProps) {
  const { t, word } = useText();
  const factors = factorsOf(read(String(entered)));
  const set = (next: readonly Factor[]) => onChange(next.length === 0 ? '' : JSON.stringify(next));
  const fresh: Factor = { permission: draft.subject ? `${String(draft.subject)}.approve` : '', people: 1 };
  return (
    <Fieldset legend={word(column.name)} className={classes.wide}>
      <p className={classes.quiet}>{t('rules.factors.what')}</p>
      {error && (
        <p className={classes.fault} role="alert">
          {error}
        </p>
      )}
      {factors.map((factor, at) => (
        <FactorFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a factor is its place in the list
          key={at}
          at={at}
          factor={factor}
          onChange={(next) => set(factors.with(at, next))}
          onRemove={() => set(factors.toSpliced(at, 1))}
        />
      ))}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set([...factors, fresh])}
      >
        {t(factors.length === 0 ? 'rules.factors.first' : 'rules.factors.add')}
      </Button>
    </Fieldset>
  );
}

interface OneProps {
  readonly at: number;
  readonly factor: Factor;
  readonly onChange: (next: Factor) => void;
  readonly onRemove: () => void;
}

function FactorFields({ at, factor, onChange, onRemove }: OneProps) {
  const { t, word } = useText();
  const { people } = factor;
  const byGroup = factor.group !== undefined;
  return (
    <Fieldset variant="unstyled" legend={t('rules.factor', { n: at + 1 })} className={classes.fields}>
      <NumberInput
        label={t('rules.howMany')}
        min={1}
        max={100}
        allowDecimal={false}
        value={people}
        onChange={(n) => onChange({ ...factor, people: Number(n) })}
      />
      <NativeSelect
        label={t('rules.who')}
        value={byGroup ? 'group' : 'permission'}
        onChange={(event) =>
          onChange(event.currentTarget.value === 'group' ? { group: '', people } : { permission: '', people })
        }
        data={[
          { value: 'permission', label: t('rules.who.permission') },
          { value: 'group', label: t('rules.who.group') },
        ]}
      />
      {byGroup ? (
        <RefField
          label={word('group')}
          table="group"
          value={factor.group ?? ''}
          onPick={(group) => onChange({ group, people })}
          onChange={(event) => onChange({ group: event.currentTarget.value, people })}
        />
      ) : (
        <PermissionField
          label={t('access.permission')}
          value={factor.permission ?? ''}
          onPick={(permission) => onChange({ permission, people })}
          only={(permission) => permission.endsWith('.approve')}
        />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('rules.factors.remove', { n: at + 1 })}
        onClick={onRemove}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Fieldset>
  );
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}
