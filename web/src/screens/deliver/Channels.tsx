import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import listed from '@/parts/Listed.module.css';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { ChannelTest } from './ChannelTest';
import classes from './Deliveries.module.css';

/** The ways out, each with its test. */
export function Channels() {
  const { t, plural } = useText();
  const may = useTable('channel')?.may.view === true;
  const channels = useSome('channel', { sort: 'name' }, 50, may);
  if (!may) return null;
  return (
    <Section title={plural('channel')}>
      {channels.isError && <ProblemNote error={channels.error} onRetry={channels.refetch} />}
      {channels.isPending && <Loading lines={2} />}
      {channels.data?.items.length === 0 && (
        <Empty title={t('deliver.channels.none')}>{t('deliver.channels.first')}</Empty>
      )}
      <ul className={classes.channels}>
        {channels.data?.items.map((row) => (
          <Channel key={row.id} row={row} />
        ))}
      </ul>
    </Section>
  );
}

function Channel({ row }: { row: Row }) {
  const { word } = useText();
  const name = String(row.name);
  const where =
    { folder: String(row.directory), webhook: String(row.url) }[String(row.kind)] ?? `${row.user}@${row.host}`;
  const sealed = row.encryption === 'none' ? undefined : word(String(row.encryption));
  return (
    <li>
      <span className={classes.name}>
        <RecordLink table="channel" id={row.id}>
          {name}
        </RecordLink>
        <span className={listed.quiet}>{[word(String(row.kind)), where, sealed].filter(Boolean).join(', ')}</span>
      </span>
      <ChannelTest id={row.id} name={name} />
    </li>
  );
}
