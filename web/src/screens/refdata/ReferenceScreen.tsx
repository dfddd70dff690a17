import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { pathOf, useRecord } from '@/api/record';
import { ProblemNote, Refused } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { ScreenHead } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { RolesHere } from '@/screens/people/RolesHere';
import { History } from '@/screens/table/History';
import { Offers } from '@/screens/table/Offers';
import { PendingChange } from '@/screens/table/PendingChange';
import { useText } from '@/text/text';
import classes from './Reference.module.css';
import { ReferenceRows } from './ReferenceRows';

/** A reference table with its rows. */
export default function ReferenceScreen() {
  const { id = '' } = useParams({ strict: false });
  const table = useTable('reference_table');
  const record = useRecord('reference_table', id);
  if (!table?.may.view) return <Refused table="reference_table" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={8} />;
  return <Reference row={record.data} />;
}

function Reference({ row }: { row: Row }) {
  const { t } = useText();
  const table = useTable('reference_table');
  const seen = useTable('reference_row')?.may.view === true;
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={String(row.name)}
        about={
          <>
            {row.unit && <RecordLink table="unit" id={String(row.unit)} />}
            <span>{t('table.version', { version: row.version })}</span>
          </>
        }
        actions={
          <>
            {seen && (
              <Button
                component="a"
                href={`${pathOf('reference_table', row.id)}/csv`}
                download={`${String(row.name)}.csv`}
                variant="default"
                leftSection={<IconDownload size={15} aria-hidden />}
              >
                CSV
              </Button>
            )}
            {table && <Offers table={table} row={row} />}
          </>
        }
      />
      {row.doc !== '' && <p className={classes.doc}>{String(row.doc)}</p>}
      {typeof row.pending_change === 'string' && <PendingChange id={row.pending_change} />}
      {seen && <ReferenceRows table={row} />}
      <RolesHere table="reference_table" id={row.id} />
      <History table="reference_table" id={row.id} />
    </div>
  );
}
