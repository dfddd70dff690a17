import { Button } from '@mantine/core';
import { IconBan, IconDoorExit, IconListCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { type DutyRule, useViolationsOf } from '@/api/duty';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { Breaches } from './Breaches';
import classes from './Duty.module.css';
import { RuleWords } from './RuleWords';
import { Violations } from './Violations';

const icons = { refuse: IconBan, except: IconDoorExit, report: IconListCheck };

interface Props {
  readonly rule: DutyRule;
  /** How many are known to break it; undefined for one that is not in force. */
  readonly breaking: number | undefined;
}

/** A rule in words: what it keeps apart, what becomes of who would break it, and who does. */
export function RuleCard({ rule, breaking }: Props) {
  const { t } = useText();
  const Icon = icons[rule.mode];
  return (
    <li className={classes.rule}>
      <div className={classes.ruleHead}>
        <h3>
          <RecordLink table="duty_rule" id={rule.id}>
            {rule.name}
          </RecordLink>
        </h3>
        {rule.enabled ? <Status state={t('duty.on')} kind="agreed" /> : <Status state={t('duty.off')} kind="stale" />}
      </div>
      <RuleWords rule={rule} />
      <p className={classes.mode}>
        <Icon size={16} stroke={1.8} aria-hidden />
        {t(`duty.mode.${rule.mode}`)}
      </p>
      {rule.reason && <p className={classes.quiet}>{rule.reason}</p>}
      {breaking !== undefined && breaking > 0 && (
        <p className={classes.warn}>{breaking === 1 ? t('duty.broken.one') : t('duty.broken', { n: breaking })}</p>
      )}
      {!rule.enabled && rule.kind !== 'dynamic' && <WouldBreak rule={rule.id} />}
      {rule.kind === 'dynamic' && <Breaches rule={rule.id} />}
    </li>
  );
}

/** Before a rule is put in force, one looks at who would break it. */
function WouldBreak({ rule }: { rule: string }) {
  const { t } = useText();
  const [asked, setAsked] = useState(false);
  const found = useViolationsOf(rule, asked);
  if (!asked)
    return (
      <Button size="compact-sm" variant="default" className={classes.ask} onClick={() => setAsked(true)}>
        {t('duty.would')}
      </Button>
    );
  if (found.isError) return <ProblemNote error={found.error} onRetry={found.refetch} />;
  if (!found.data) return <Loading lines={2} />;
  if (found.data.total === 0) return <p className={classes.quiet}>{t('duty.would.none')}</p>;
  return <Violations items={found.data.items} total={found.data.total} />;
}
