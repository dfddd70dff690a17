import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Audit.module.css';
import { EntryDetails } from './EntryDetails';
import type { Entry } from './useAudit';

/** One entry in a line; it opens to all that it holds. */
export function EntryLine({ entry, opened }: { entry: Entry; opened: boolean }) {
  const { t, word, said, locale } = useText();
  const [open, setOpen] = useState(opened);
  const { event } = entry;
  const { table = '', id = '' } = event.record ?? {};
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const self = table === 'user' && id === event.actor;
  return (
    <li>
      <div className={classes.entry}>
        <button
          type="button"
          className={classes.seq}
          aria-expanded={open}
          aria-label={t('audit.entry', { n: entry.seq })}
          onClick={() => setOpen(!open)}
        >
          <Chevron size={14} aria-hidden />
          {entry.seq}
        </button>
        <time dateTime={entry.at} title={entry.at}>
          {new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(Date.parse(entry.at))}
        </time>
        <span className={classes.what}>
          <Person id={event.actor ?? ''} /> <strong>{word(event.action ?? '')}</strong>{' '}
          {table && id && !self && <RecordLink table={table} id={id} />}
          {event.reason && <q className={classes.quiet}>{event.reason}</q>}
          {event.detail && <span className={classes.quiet}>{said(event.detail)}</span>}
        </span>
        <span className={classes.outcome}>
          <Status state={event.outcome ?? ''} />
          {event.change && (
            <Link to="/change/$id" params={{ id: event.change }}>
              {event.ticket || t('change.show')}
            </Link>
          )}
        </span>
      </div>
      {open && <EntryDetails entry={entry} />}
    </li>
  );
}
