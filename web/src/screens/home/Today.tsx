import { IconPlayerPlay, IconStack2 } from '@tabler/icons-react';
import { type Row, titleOf, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { formatDay } from '@/format/time';
import { Section } from '@/parts/Section';
import { Empty } from '@/parts/States';
import { Status } from '@/parts/Status';
import { WorkLine, WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';

const few = 6;

/** Cycles under way by the day they settle, and the latest reconciliation runs. */
export function Today() {
  const { t } = useText();
  const cycles = useShown('cycle', ['state!=closed'], 'settlement_date');
  const runs = useShown('run', [], '-id');
  return (
    <Section title={t('home.today')}>
      {cycles.length + runs.length === 0 && <Empty title={t('home.today.none')}>{t('home.today.what')}</Empty>}
      <WorkList>
        {cycles.map((row) => (
          <Cycle key={row.id} row={row} />
        ))}
        {runs.map((row) => (
          <Run key={row.id} row={row} />
        ))}
      </WorkList>
    </Section>
  );
}

function useShown(table: string, filter: readonly string[], sort: string): readonly Row[] {
  const declared = useTable(table);
  return useSome(table, { filter, sort }, few, declared?.may.view === true).data?.items ?? [];
}

function Cycle({ row }: { row: Row }) {
  const { t, word, locale } = useText();
  const declared = useTable('cycle');
  return (
    <WorkLine
      icon={<IconStack2 size={17} stroke={1.7} aria-hidden />}
      to={`/cycle/${encodeURIComponent(row.id)}`}
      what={
        <>
          <strong>{word('cycle')}</strong> {titleOf(declared, row)}
        </>
      }
      about={t('home.settles', { date: formatDay(String(row.settlement_date ?? ''), locale) })}
      aside={<Status state={String(row.state ?? '')} />}
      action={t('home.open')}
    />
  );
}

function Run({ row }: { row: Row }) {
  const { t, word } = useText();
  const declared = useTable('run');
  return (
    <WorkLine
      icon={<IconPlayerPlay size={17} stroke={1.7} aria-hidden />}
      to={`/run/${encodeURIComponent(row.id)}`}
      what={
        <>
          <strong>{word('run')}</strong> {titleOf(declared, row)}
        </>
      }
      about={word(String(row.process ?? ''))}
      aside={typeof row.state === 'string' && <Status state={row.state} />}
      action={t('home.open')}
    />
  );
}
