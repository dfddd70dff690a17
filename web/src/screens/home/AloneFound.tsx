import { IconAlertTriangle, IconEye } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useAlarms } from '@/api/alarm';
import { useMayOverEverything } from '@/api/record';
import { formatMoment } from '@/format/time';
import { Section } from '@/parts/Section';
import { WorkLine, WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import { aloneOf, askedOf, type Alone as ByOutcome, nameOf } from '../access/alone';
import { GapWords } from '../access/GapWords';
import { PeopleAlone } from '../access/PeopleAlone';

/** What one person alone could bring about; nothing where nobody could. */
export default function Found() {
  const { t, locale } = useText();
  const { data } = useAlarms(useMayOverEverything('access.why') === true);
  if (!data || data.alarms.length === 0) return null;
  const list = aloneOf(data.alarms);
  return (
    <Section
      title={t('access.alarms')}
      aside={data.armed && <Link to="/access/collusion">{t('access.alarms.all')}</Link>}
    >
      <WorkList>
        {!data.armed && (
          <WorkLine
            icon={<IconEye size={17} stroke={1.7} aria-hidden />}
            to="/rules"
            what={<strong>{t('access.alarms.calm')}</strong>}
            about={t('access.alarms.calm.what')}
            aside={data.at && <time dateTime={data.at}>{formatMoment(data.at, locale)}</time>}
            action={t('access.alarms.rules')}
          />
        )}
        {data.armed && list.map((one) => <Line key={one.outcome} one={one} />)}
      </WorkList>
    </Section>
  );
}

function Line({ one }: { one: ByOutcome }) {
  const { t, locale } = useText();
  const [first] = one.alarms;
  if (!first) return null;
  const since = one.alarms.map(({ changed_at }) => changed_at).toSorted()[0] ?? first.changed_at;
  const gap = first.ways[0]?.gaps[0];
  return (
    <WorkLine
      icon={<IconAlertTriangle size={17} stroke={1.7} color="var(--cs-refused)" aria-hidden />}
      to={one.alarms.length === 1 ? askedOf(first) : '/access/collusion'}
      what={
        <>
          <strong>{t(`access.outcome.${one.outcome}`)}</strong>{' '}
          {one.alarms.length === 1 ? nameOf(first, t) : t('access.alarms.of', { n: one.alarms.length })}
        </>
      }
      about={
        <>
          <PeopleAlone people={one.people} more={one.more} few={3} />
          {gap && (
            <>
              {' · '}
              <GapWords gap={gap} />
            </>
          )}
        </>
      }
      aside={<time dateTime={since}>{t('home.told.since', { when: formatMoment(since, locale) })}</time>}
      action={t('home.open')}
    />
  );
}
