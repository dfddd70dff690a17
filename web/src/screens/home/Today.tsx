import { useEffect, useState } from 'react';
import { dayOf, daysOf } from '@/format/timeline';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { TimeLine } from './TimeLine';
import { useMoments } from './useMoments';

/** So many days are drawn one by one, then those on which something falls. */
const nextDays = 5;
const mostDays = 8;
const minuteMs = 60_000;

/** What happened today and what falls due: runs, settlements, executions, changes that end by themselves. */
export function Today() {
  const { t } = useText();
  const now = useNow();
  const today = dayOf(new Date(now));
  const { moments, isPending } = useMoments(now);
  return (
    <Section title={t('home.today')}>
      {isPending && <Loading />}
      {!isPending && moments.length === 0 && <Empty title={t('home.today.none')}>{t('home.today.what')}</Empty>}
      {moments.length > 0 && <TimeLine days={daysOf(moments, today, nextDays, mostDays)} today={today} now={now} />}
    </Section>
  );
}

/** The time of the clock, every minute. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minuteMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
