import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { now } from '@/api/clock';
import { type Naming, useNameDeputy } from '@/api/deputy';
import { asProblem } from '@/api/problem';
import { useNames } from '@/api/titles';
import { RefField } from '@/form/RefField';
import { TimeField } from '@/form/TimeField';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './Deputy.module.css';

const weekMs = 7 * 86_400_000;
const minuteMs = 60_000;

/** A week from now, to the minute. */
function begin(): Naming {
  const until = Math.ceil((now() + weekMs) / minuteMs) * minuteMs;
  return { deputy: '', from_at: '', until_at: new Date(until).toISOString(), reason: '' };
}

/** Names somebody to decide in one's place for a time, and says before what that means. */
export function NameForm() {
  const { t, refusal, locale } = useText();
  const [naming, setNaming] = useState(begin);
  const name = useNameDeputy();
  const pick = useNames('user', true).data;
  const problem = name.error && asProblem(name.error);
  const fields = ['deputy', 'from_at', 'until_at', 'reason'] as const;
  const ofField = fields.find((field) => field === problem?.field);

  function errorOf(field: string): string | undefined {
    return problem && ofField === field ? refusal(problem.code, problem.detail).told : undefined;
  }
  function set(part: Partial<Naming>) {
    setNaming({ ...naming, ...part });
    name.reset();
  }
  function send(event: FormEvent) {
    event.preventDefault();
    name.mutate(naming, { onSuccess: () => setNaming(begin()) });
  }
  const who = pick?.byId.get(naming.deputy) ?? naming.deputy.trim();
  return (
    <Section title={t('deputy.name')}>
      <form className={classes.form} onSubmit={send}>
        <RefField
          table="user"
          label={t(pick?.complete ? 'deputy.who' : 'deputy.who.address')}
          required
          value={naming.deputy}
          error={errorOf('deputy')}
          onPick={(deputy) => set({ deputy })}
          onChange={(event) => set({ deputy: event.currentTarget.value })}
        />
        <TimeField
          label={t('deputy.from')}
          description={t('deputy.from.what')}
          value={naming.from_at}
          error={errorOf('from_at')}
          onPick={(from_at) => set({ from_at })}
          onChange={undefined}
        />
        <TimeField
          label={t('deputy.until')}
          required
          value={naming.until_at}
          error={errorOf('until_at')}
          onPick={(until_at) => set({ until_at })}
          onChange={undefined}
        />
        <TextInput
          label={t('deputy.reason')}
          maxLength={2000}
          value={naming.reason}
          error={errorOf('reason')}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        {who && naming.until_at && (
          <p className={classes.next}>
            {t('deputy.next', { name: who, until: formatMoment(naming.until_at, locale) })}
          </p>
        )}
        <Button type="submit" loading={name.isPending} disabled={!who || !naming.until_at}>
          {t('deputy.send')}
        </Button>
      </form>
      {problem && !ofField && <ProblemNote error={problem} />}
      {name.data && <Done held={name.data.state === 'held' ? name.data.change : undefined} />}
    </Section>
  );
}

function Done({ held }: { held: string | undefined }) {
  const { t } = useText();
  return (
    <output className={classes.done}>
      {t(held ? 'write.held' : 'deputy.done')}{' '}
      {held && (
        <Link to="/change/$id" params={{ id: held }}>
          {t('write.follow')}
        </Link>
      )}
    </output>
  );
}
