import { useParams } from '@tanstack/react-router';
import { type Row, type Table, useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { useRowTitle } from '@/api/titles';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { stateColumns } from '@/parts/statuses';
import { ChannelTest } from '@/screens/deliver/ChannelTest';
import { useText } from '@/text/text';
import { Fields } from './Fields';
import { History } from './History';
import { Offers } from './Offers';
import { PendingChange } from './PendingChange';
import classes from './RecordScreen.module.css';
import { Related } from './Related';

/** One record: its fields, what waits, what can be done, and what was. */
export default function RecordScreen() {
  const { table: name, id } = useParams({ from: '/$table/$id' });
  const table = useTable(name);
  const record = useRecord(name, id);
  if (!table?.may.view) return <Refused table={name} />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  return <Record table={table} row={record.data} />;
}

function Record({ table, row }: { table: Table; row: Row }) {
  const { t, word } = useText();
  const named = useRowTitle(table, row);
  const title = table.lone ? word(table.name) : named;
  const states = table.columns.filter((column) => stateColumns.has(column.name)).map((column) => row[column.name]);
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={title}
        about={
          <>
            {!table.lone && <span>{word(table.name)}</span>}
            {states.map((state) => typeof state === 'string' && <Status key={state} state={state} />)}
            <span>{row.version > 0 ? t('table.version', { version: row.version }) : t('table.unwritten')}</span>
            <code>{row.id}</code>
          </>
        }
        actions={<Offers table={table} row={row} />}
      />
      {typeof row.pending_change === 'string' && <PendingChange id={row.pending_change} />}
      <div className={classes.halves}>
        <Section title={t('table.fields')}>
          <Fields table={table} row={row} />
        </Section>
        <div className={classes.aside}>
          {table.name === 'channel' && <ChannelTest id={row.id} name={title} />}
          <Related table={table} id={row.id} />
          {row.version > 0 && <History table={table.name} id={row.id} />}
        </div>
      </div>
    </div>
  );
}
