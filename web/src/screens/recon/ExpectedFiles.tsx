import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type Row, type Table, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import { text } from './exception';
import classes from './Recon.module.css';

const most = 50;

/** The files that a process awaits, and the way to enter another. */
export function ExpectedFiles({ process }: { process: string }) {
  const table = useTable('expected_file');
  return table?.may.view ? <Files table={table} process={process} /> : null;
}

function Files({ table, process }: { table: Table; process: string }) {
  const { t, plural } = useText();
  const rows = useSome('expected_file', { filter: [`process=${process}`], sort: 'name' }, most, true).data?.items;
  if (!rows || (rows.length === 0 && !table.may.insert)) return null;
  return (
    <Section title={plural('expected_file')} aside={rows.length}>
      <ul className={classes.list}>
        {rows.map((row) => (
          <FileLine key={row.id} row={row} />
        ))}
      </ul>
      {table.may.insert && (
        <Button
          variant="subtle"
          fullWidth
          component={Link}
          to={`/new/expected_file?${new URLSearchParams({ process })}`}
        >
          {t('recon.await')}
        </Button>
      )}
    </Section>
  );
}

function FileLine({ row }: { row: Row }) {
  const { t, word } = useText();
  const days = Array.isArray(row.days) ? row.days.map((day) => word(String(day))).join(', ') : '';
  return (
    <li>
      <Link to="/$table/$id" params={{ table: 'expected_file', id: row.id }} className={classes.line}>
        <span className={classes.name}>{text(row.name)}</span>
        <span className={classes.end}>{t('recon.await.by', { time: text(row.time), zone: text(row.zone) })}</span>
        <span className={classes.quiet}>{days || t('recon.await.business')}</span>
      </Link>
    </li>
  );
}
