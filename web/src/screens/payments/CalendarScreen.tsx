import { Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { useRecord } from '@/api/record';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { bodyOf, draftOf } from '@/form/draft';
import { filterText } from '@/format/filter';
import { formatDay } from '@/format/time';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { History } from '@/screens/table/History';
import { Offers } from '@/screens/table/Offers';
import { PendingChange } from '@/screens/table/PendingChange';
import { useText } from '@/text/text';
import classes from './Calendar.module.css';
import { deleting } from './rows';

/** A calendar: where it holds, and the days on which nothing is paid there, by year. */
export default function CalendarScreen() {
  const { id } = useParams({ strict: false });
  const table = useTable('calendar');
  const record = useRecord('calendar', id ?? '');
  if (!table?.may.view) return <Refused table="calendar" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  return <Calendar row={record.data} />;
}

function Calendar({ row }: { row: Row }) {
  const { word } = useText();
  const table = useTable('calendar');
  const where = [row.country, row.currency].filter((part) => part !== '').join(' · ');
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={String(row.name)}
        about={
          <>
            <span>{where}</span>
            <span>{`${word('weekend')}: ${word(String(row.weekend))}`}</span>
          </>
        }
        actions={table && <Offers table={table} row={row} />}
      />
      {typeof row.pending_change === 'string' && <PendingChange id={row.pending_change} />}
      <Holidays calendar={row} />
      <History table="calendar" id={row.id} />
    </div>
  );
}

function Holidays({ calendar }: { calendar: Row }) {
  const { t, locale } = useText();
  const table = useTable('holiday');
  const filter = [filterText({ column: 'calendar', op: '=', value: calendar.id })];
  const list = useSome('holiday', { filter, sort: 'day' }, 1000, table?.may.view === true);
  const [doing, setDoing] = useState<Doing>();
  const columns = table?.columns.filter(({ name }) => name === 'day' || name === 'name') ?? [];
  const add: Doing = {
    title: t('cal.new'),
    columns,
    initial: draftOf(columns, {}, locale),
    writeOf: (draft) => ({
      method: 'POST',
      path: '/api/v1/holiday',
      body: { calendar: calendar.id, ...bodyOf(columns, draft, locale) },
    }),
  };
  const rows = list.data?.items ?? [];
  const years = [...new Set(rows.map((row) => String(row.day).slice(0, 4)))];
  return (
    <Section
      title={t('cal.holidays')}
      aside={
        table?.may.insert && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setDoing(add)}
          >
            {t('cal.new')}
          </Button>
        )
      }
    >
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={5} />}
      {list.isSuccess && rows.length === 0 && <Empty title={t('cal.none')}>{t('cal.none.what')}</Empty>}
      <div className={classes.years}>
        {years.map((year) => (
          <section key={year} aria-label={year}>
            <h3>{year}</h3>
            <ul className={classes.days}>
              {rows
                .filter((row) => String(row.day).startsWith(year))
                .map((row) => (
                  <li key={row.id}>
                    <time dateTime={String(row.day)}>{formatDay(String(row.day), locale)}</time>
                    <span>{String(row.name)}</span>
                    {table?.may.delete && (
                      <Button
                        variant="subtle"
                        color="gray"
                        size="compact-sm"
                        aria-label={t('cal.delete', { name: String(row.name) })}
                        onClick={() => setDoing(deleting(table, row, t('cal.delete', { name: String(row.name) })))}
                      >
                        <IconTrash size={14} aria-hidden />
                      </Button>
                    )}
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </Section>
  );
}
