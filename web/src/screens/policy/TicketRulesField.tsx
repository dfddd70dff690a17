import { ActionIcon, Button, Fieldset, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { OwnFieldProps } from '@/form/WriteForm';
import { useText } from '@/text/text';
import { usePermissions } from '../access/answers';
import classes from './Policy.module.css';
import { rulesOf, type TicketRule, textOf, usual } from './ticket';

/** Which actions need a ticket: the usual ones by a press, any other by its name. */
export function TicketRulesField({ entered, error, onChange }: OwnFieldProps) {
  const { t, word } = useText();
  const rules = rulesOf(String(entered));
  const set = (next: readonly TicketRule[]) => onChange(textOf(next));
  const more = usual.filter((action) => !rules.some((rule) => rule.action === action));
  return (
    <Fieldset legend={t('policy.tickets')} className={classes.wide}>
      <p className={classes.quiet}>{t(rules.length === 0 ? 'policy.tickets.none' : 'policy.tickets.what')}</p>
      {error && (
        <p className={classes.fault} role="alert">
          {error}
        </p>
      )}
      {rules.map((rule, at) => (
        <RuleFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the list
          key={at}
          at={at}
          rule={rule}
          onChange={(next) => set(rules.with(at, next))}
          onRemove={() => set(rules.toSpliced(at, 1))}
        />
      ))}
      <div className={classes.usual}>
        {more.map((action) => (
          <Button
            key={action}
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => set([...rules, { action }])}
          >
            {word(action)}
          </Button>
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => set([...rules, { action: '' }])}
        >
          {t('policy.tickets.other')}
        </Button>
      </div>
    </Fieldset>
  );
}

interface OneProps {
  readonly at: number;
  readonly rule: TicketRule;
  readonly onChange: (next: TicketRule) => void;
  readonly onRemove: () => void;
}

function RuleFields({ at, rule, onChange, onRemove }: OneProps) {
  const { t, word } = useText();
  return (
    <div className={classes.rule}>
      <ActionField
        label={t('policy.tickets.action', { n: at + 1 })}
        value={rule.action}
        onPick={(action) => onChange({ ...rule, action })}
      />
      <TextInput
        label={t('policy.tickets.when', { n: at + 1 })}
        placeholder={t('policy.tickets.always')}
        spellCheck={false}
        value={rule.condition ?? ''}
        onChange={(event) => onChange({ ...rule, condition: event.currentTarget.value })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('policy.tickets.remove', { action: word(rule.action) })}
        onClick={onRemove}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}

/** What can be done, by its words: what is only seen or agreed to needs no ticket. */
function ActionField({ label, value, onPick }: { label: string; value: string; onPick: (action: string) => void }) {
  const { word } = useText();
  const all = usePermissions().data?.items ?? [];
  const acts = all.filter((one) => !one.endsWith('.view') && !one.endsWith('.approve'));
  const data = (value && !acts.includes(value) ? [value, ...acts] : acts)
    .map((action) => ({ value: action, label: word(action) }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  return (
    <Select
      label={label}
      data={data}
      value={value || null}
      onChange={(action) => onPick(action ?? '')}
      withAsterisk
      searchable
      limit={100}
    />
  );
}
