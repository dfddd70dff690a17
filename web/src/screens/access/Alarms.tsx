import { IconAlertTriangle } from '@tabler/icons-react';
import { type Alarm, useAlarms } from '@/api/alarm';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { WorkLine, WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import classes from './Access.module.css';
import { askedOf, nameOf } from './alone';
import { GapWords } from './GapWords';
import { PeopleAlone } from './PeopleAlone';

/** All that one person alone could bring about, as the server found it by itself. */
export function Alarms() {
  const { t, locale } = useText();
  const { data, isPending, isError, error, refetch } = useAlarms(true);
  if (isError) return <ProblemNote error={error} onRetry={refetch} />;
  return (
    <Section
      title={t('access.alarms')}
      aside={
        data?.at && <time dateTime={data.at}>{t('access.alarms.at', { when: formatMoment(data.at, locale) })}</time>
      }
    >
      {isPending && <Loading lines={4} />}
      {data && !data.armed && data.alarms.length > 0 && (
        <p className={classes.calm}>
          {t('access.alarms.calm')}. {t('access.alarms.calm.what')}
        </p>
      )}
      {data?.alarms.length === 0 && <Empty title={t('access.alarms.none')}>{t('access.alarms.none.what')}</Empty>}
      <WorkList>
        {data?.alarms.map((alarm) => (
          <AlarmLine key={alarm.id} alarm={alarm} />
        ))}
      </WorkList>
      {data?.unseen.map(({ outcome, cases }) => (
        <p key={outcome} className={classes.calm}>
          {t('access.alarms.unseen', { outcome: t(`access.outcome.${outcome}`), n: cases })}
        </p>
      ))}
    </Section>
  );
}

function AlarmLine({ alarm }: { alarm: Alarm }) {
  const { t, locale } = useText();
  const { outcome, people, of, ways, changed_at } = alarm;
  const gaps = ways.flatMap((way) => way.gaps.slice(0, 1));
  return (
    <WorkLine
      icon={<IconAlertTriangle size={17} stroke={1.7} color="var(--cs-refused)" aria-hidden />}
      to={askedOf(alarm)}
      what={
        <>
          <strong>{t(`access.outcome.${outcome}`)}</strong> {nameOf(alarm, t)}
        </>
      }
      about={
        <>
          <PeopleAlone people={people.map((one) => one.name)} more={of - people.length} few={5} />
          {gaps.slice(0, 1).map((gap) => (
            <span key={gap.text}>
              {' · '}
              <GapWords gap={gap} />
            </span>
          ))}
        </>
      }
      aside={<time dateTime={changed_at}>{t('home.told.since', { when: formatMoment(changed_at, locale) })}</time>}
      action={t('home.open')}
    />
  );
}
