import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { now } from '@/api/clock';
import { useTable } from '@/api/declared';
import type { DutyRule, Exception, useExceptions } from '@/api/duty';
import { useMay } from '@/api/record';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Duty.module.css';
import { isOpen } from './words';

interface Props {
  readonly list: ReturnType<typeof useExceptions>;
  readonly rules: readonly DutyRule[];
}

/** Who is let past a rule, why and until when; and how one asks for it. */
export function Exceptions({ list, rules }: Props) {
  const { t } = useText();
  const table = useTable('duty_exception');
  const takes = rules.some(({ mode, enabled }) => mode === 'except' && enabled);
  const at = now();
  const open = list.data?.filter(({ until_at: until }) => isOpen(until, at)) ?? [];
  const over = list.data?.filter(({ until_at: until }) => !isOpen(until, at)) ?? [];
  return (
    <Section
      title={t('duty.exceptions')}
      aside={
        table?.may.insert &&
        takes && (
          <Button component={Link} to="/new/duty_exception" size="xs" variant="default">
            {t('duty.ask')}
          </Button>
        )
      }
    >
      <p className={classes.note}>{t(takes ? 'duty.ask.how' : 'duty.ask.none')}</p>
      {takes && !table?.may.insert && <p className={classes.note}>{t('duty.ask.who')}</p>}
      {!table?.may.view && <p className={classes.note}>{t('duty.exceptions.unseen')}</p>}
      {list.isLoading && <Loading />}
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isSuccess && open.length === 0 && (
        <Empty title={t('duty.exceptions.none')}>{t('duty.exceptions.what')}</Empty>
      )}
      <Lines items={open} rules={rules} />
      {over.length > 0 && (
        <details className={classes.over}>
          <summary>{t('duty.exceptions.over', { n: over.length })}</summary>
          <Lines items={over} rules={rules} />
        </details>
      )}
    </Section>
  );
}

function Lines({ items, rules }: { items: readonly Exception[]; rules: readonly DutyRule[] }) {
  return (
    <ul className={classes.exceptions}>
      {items.map((item) => (
        <Line key={item.id} item={item} rule={rules.find(({ id }) => id === item.rule)?.name ?? item.rule} />
      ))}
    </ul>
  );
}

function Line({ item: { id, user, rule: ruleID, reason, until_at: until }, rule }: { item: Exception; rule: string }) {
  const { t, locale } = useText();
  const mayDelete = useTable('duty_exception')?.may.delete === true;
  const may = useMay('duty_exception.delete', 'duty_exception', id, mayDelete);
  const open = isOpen(until, now());
  return (
    <li>
      <span className={classes.words}>
        <span>
          <Person id={user} /> ·{' '}
          <RecordLink table="duty_rule" id={ruleID}>
            {rule}
          </RecordLink>
        </span>
        <span className={classes.quiet}>{reason}</span>
      </span>
      <RecordLink table="duty_exception" id={id}>
        {t(open ? 'duty.until' : 'duty.ended', { when: formatMoment(until, locale) })}
      </RecordLink>
      <Status state={t(open ? 'duty.on' : 'duty.over')} kind={open ? 'agreed' : 'stale'} />
      {open && may && (
        <Button component={Link} to={`/duty_exception/${id}/do/delete`} size="compact-sm" variant="default">
          {t('duty.end')}
        </Button>
      )}
    </li>
  );
}
