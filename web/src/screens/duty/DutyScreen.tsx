import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { useDutyRules, useExceptions, useViolations } from '@/api/duty';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Duty.module.css';
import { Exceptions } from './Exceptions';
import { RuleCard } from './RuleCard';
import { Violations } from './Violations';

/** What is kept in different hands, who breaks it, and who is let past it for a time. */
export default function DutyScreen() {
  const table = useTable('duty_rule');
  return table?.may.view ? <Duties mayMake={table.may.insert} /> : <Refused table="duty_rule" />;
}

function Duties({ mayMake }: { mayMake: boolean }) {
  const { t } = useText();
  const rules = useDutyRules();
  const broken = useViolations();
  const exceptions = useExceptions();
  const rulesWith = new Set(exceptions.data?.map(({ rule }) => rule));
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={t('duty.title')}
        about={t('duty.about')}
        actions={
          mayMake && (
            <Button component={Link} to="/new/duty_rule" variant="default">
              {t('duty.new')}
            </Button>
          )
        }
      />
      <Section title={t('duty.violations')} aside={broken.data && <Count n={broken.data.total} />}>
        {broken.isPending && <Loading />}
        {broken.isError && <ProblemNote error={broken.error} onRetry={broken.refetch} />}
        {broken.data?.total === 0 && <Empty title={t('duty.violations.none')}>{t('duty.violations.what')}</Empty>}
        {broken.data && <Violations items={broken.data.items} total={broken.data.total} />}
      </Section>
      <Section title={t('duty.rules')}>
        {rules.isPending && <Loading lines={6} />}
        {rules.isError && <ProblemNote error={rules.error} onRetry={rules.refetch} />}
        {rules.data?.length === 0 && <Empty title={t('duty.rules.none')}>{t('duty.rules.what')}</Empty>}
        <ul className={classes.rules}>
          {rules.data?.map((rule) => (
            <RuleCard
              key={rule.id}
              rule={rule}
              breaking={rule.enabled ? broken.data?.items.filter((one) => one.rule === rule.id).length : undefined}
            />
          ))}
        </ul>
      </Section>
      <Exceptions
        list={exceptions}
        rules={rules.data?.filter(({ id, mode }) => mode === 'except' || rulesWith.has(id)) ?? []}
      />
    </div>
  );
}

function Count({ n }: { n: number }) {
  const { t } = useText();
  return <span className={classes.count}>{n === 1 ? t('duty.count.one') : t('duty.count', { n })}</span>;
}
