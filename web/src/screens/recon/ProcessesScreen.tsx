import { TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTable } from '@/api/declared';
import { type NamedProcess, useNamedProcesses } from '@/api/processes';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Rows } from '@/screens/table/TableScreen';
import { useText } from '@/text/text';
import classes from './Recon.module.css';

/** All processes; by their names alone for who brings files or gives roles, and may not see how they compare. */
export default function ProcessesScreen() {
  const table = useTable('process');
  return table?.may.view ? <Rows table={table} /> : <ByName />;
}

function ByName() {
  const { t, plural } = useText();
  const [q, setQ] = useState('');
  const list = useNamedProcesses(q ? { q } : {});
  const items = list.data?.items ?? [];
  if (list.isSuccess && q === '' && items.length === 0) return <Refused table="process" />;
  return (
    <div className={classes.screen}>
      <ScreenHead title={plural('process')} about={t('recon.named.what')} />
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={5} />}
      {list.isSuccess && (
        <Section title={t('recon.named')} aside={list.data.next ? `${items.length}+` : items.length}>
          {(list.data.next || q !== '') && (
            <div className={classes.form}>
              <TextInput
                label={t('recon.named.find')}
                value={q}
                onChange={(event) => setQ(event.currentTarget.value)}
              />
            </div>
          )}
          {items.length === 0 && <Empty title={t('recon.named.none')}>{t('recon.named.other')}</Empty>}
          <ul className={classes.list}>
            {items.map((one) => (
              <Line key={one.id} process={one} />
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function Line({ process: { id, name, code, unit, awaits, may } }: { process: NamedProcess }) {
  const { t } = useText();
  return (
    <li>
      <Link to="/process/$id" params={{ id }} className={classes.line}>
        <span className={classes.name}>{name}</span>
        <span className={classes.end}>{may.includes('process.run') && t('recon.named.brings')}</span>
        <span className={classes.quiet}>{[code, unit].filter(Boolean).join(' · ')}</span>
        <span className={classes.quiet}>{awaits.join(', ')}</span>
      </Link>
    </li>
  );
}
