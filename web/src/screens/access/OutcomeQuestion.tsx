import { NativeSelect, TextInput } from '@mantine/core';
import { RefField } from '@/form/RefField';
import { useText } from '@/text/text';
import { AskForm } from './AskForm';
import { isWhole, kinds, type OutcomeAsked, outcomeOf, outcomes } from './outcome';
import { ScopeFields } from './ScopeFields';

interface Props {
  readonly draft: OutcomeAsked;
  readonly onChange: (part: Partial<OutcomeAsked>) => void;
  readonly onAsk: () => void;
}

/** What is brought about, and how closely it is known. */
export function OutcomeQuestion({ draft, onChange, onAsk }: Props) {
  const { t } = useText();
  return (
    <AskForm whole={isWhole(draft)} onAsk={onAsk}>
      <NativeSelect
        label={t('access.outcome')}
        value={draft.outcome}
        onChange={(event) => onChange({ outcome: event.currentTarget.value })}
        data={[{ value: '', label: '' }, ...outcomes.map((one) => ({ value: one, label: t(`access.outcome.${one}`) }))]}
      />
      <About draft={draft} onChange={onChange} />
    </AskForm>
  );
}

function About({ draft, onChange }: Omit<Props, 'onAsk'>) {
  const { t } = useText();
  const each = t('access.each');
  switch (outcomeOf(draft.outcome)) {
    case 'payment_to_new_beneficiary':
      return (
        <>
          <Ref name="account" table="account" hint={each} draft={draft} onChange={onChange} />
          <Payment draft={draft} onChange={onChange} />
        </>
      );
    case 'user_gains_role':
      return (
        <>
          <Ref name="role" table="role" draft={draft} onChange={onChange} />
          <Ref name="user" table="user" hint={t('access.nobody')} draft={draft} onChange={onChange} />
          <ScopeFields draft={draft} onChange={onChange} />
        </>
      );
    case 'exception_force_closed':
      return <Ref name="process" table="process" hint={each} draft={draft} onChange={onChange} />;
    case 'four_eyes_rule_off':
      return <Ref name="rule" table="four_eyes_rule" hint={each} draft={draft} onChange={onChange} />;
    default:
      return null;
  }
}

interface RefProps extends Omit<Props, 'onAsk'> {
  readonly name: 'account' | 'role' | 'user' | 'process' | 'rule';
  readonly table: string;
  readonly hint?: string;
}

function Ref({ name, table, hint, draft, onChange }: RefProps) {
  const { word } = useText();
  return (
    <RefField
      key={table}
      label={word(table)}
      description={hint}
      table={table}
      value={draft[name]}
      onPick={(id) => onChange({ [name]: id })}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  );
}

function Payment({ draft, onChange }: Omit<Props, 'onAsk'>) {
  const { t, word } = useText();
  return (
    <>
      <NativeSelect
        label={word('kind')}
        value={draft.kind}
        onChange={(event) => onChange({ kind: event.currentTarget.value })}
        data={[{ value: '', label: t('access.any') }, ...kinds.map((one) => ({ value: one, label: word(one) }))]}
      />
      <TextInput
        label={word('amount')}
        value={draft.amount}
        inputMode="decimal"
        placeholder="10000.00"
        onChange={(event) => onChange({ amount: event.currentTarget.value })}
      />
      <TextInput
        label={word('currency')}
        value={draft.currency}
        placeholder="EUR"
        onChange={(event) => onChange({ currency: event.currentTarget.value.toUpperCase() })}
      />
    </>
  );
}
