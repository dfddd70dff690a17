import { IconCalendarDue, IconHourglass, IconPlayerPlay, IconSend, type IconStack2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTitle } from '@/api/titles';
import { formatClock, formatDate, formatDay, formatWeekday } from '@/format/time';
import { type Day, isLate } from '@/format/timeline';
import { RecordName } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './TimeLine.module.css';
import type { Due } from './useMoments';

const icons: Record<Due['kind'], typeof IconStack2> = {
  run: IconPlayerPlay,
  settles: IconCalendarDue,
  execution: IconSend,
  expires: IconHourglass,
};

/** Days as points of a line, each with what falls on it: side by side, or one below the other on a phone. */
export function TimeLine({ days, today, now }: { days: readonly Day<Due>[]; today: string; now: number }) {
  const { t, locale } = useText();
  return (
    <ol className={classes.line} aria-label={t('home.timeline')}>
      {days.map(({ date, moments }) => (
        <li key={date} className={classes.day} data-today={date === today} data-empty={moments.length === 0}>
          <h3 className={classes.date}>
            {date === '' ? t('home.later') : <DayName date={date} today={today} />}
            {date === today && <span className={classes.now}>{formatClock(now, locale)}</span>}
          </h3>
          {moments.length === 0 && <p className={classes.unseen}>{t('home.nothing')}</p>}
          <ul className={classes.moments}>
            {moments.map((due) => (
              <Mark key={due.key} due={due} today={today} dated={date === ''} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function DayName({ date, today }: { date: string; today: string }) {
  const { t, locale } = useText();
  return (
    <time dateTime={date}>
      {date === today ? t('home.today') : formatWeekday(date, locale)} <span>{formatDate(date, locale)}</span>
    </time>
  );
}

function Mark({ due, today, dated }: { due: Due; today: string; dated: boolean }) {
  const { t, word, locale } = useText();
  const Icon = icons[due.kind];
  const late = isLate(due, today);
  return (
    <li className={classes.mark} data-late={late}>
      <Icon size={15} stroke={1.8} aria-hidden />
      <div>
        <Link to="/$table/$id" params={{ table: due.kind === 'expires' ? 'change' : due.table, id: due.id }}>
          {due.kind === 'expires' ? word(due.table) : <MarkName due={due} />}
        </Link>
        <p>
          {due.kind === 'run' && <time dateTime={due.at}>{formatClock(Date.parse(due.at), locale)} </time>}
          {t(`home.due.${due.kind}`, { n: due.count })}
          {(dated || late) && <> · {formatDay(due.at.slice(0, 10), locale)}</>}
        </p>
        {late && <Status state={t('home.late')} kind="refused" />}
        {!late && due.kind === 'settles' && <Status state={due.state} />}
      </div>
    </li>
  );
}

/** A run is known by its process, everything else by its own name. */
function MarkName({ due }: { due: Due }) {
  const { word } = useText();
  const title = useTitle(due.table, due.id, true);
  if (due.kind === 'run') return <RecordName table="run" id={due.id} />;
  return (
    <>
      {word(due.table)} {title}
    </>
  );
}
