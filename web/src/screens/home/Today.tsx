import { useEffect, useState } from 'react';
import { now } from '@/api/clock';
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
  const at = useMinute();
  const today = dayOf(new Date(at));
  const { moments, isPending } = useMoments(at);
  return (
    <Section title={t('home.today')}>
      {isPending && <Loading />}
      {!isPending && moments.length === 0 && <Empty title={t('home.today.none')}>{t('home.today.what')}</Empty>}
      {moments.length > 0 && <TimeLine days={daysOf(moments, today, nextDays, mostDays)} today={today} now={at} />}
    </Section>
  );
}

/** The server’s time, every minute. */
function useMinute(): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), minuteMs);
    return () => clearInterval(timer);
  }, []);
  return at;
}
