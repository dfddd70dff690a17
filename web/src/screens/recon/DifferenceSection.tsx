import { Button } from '@mantine/core';
import { type Row, useTable } from '@/api/declared';
import { useMay } from '@/api/record';
import type { components } from '@/api/schema';
import type { Doing } from '@/form/CommandDialog';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { CopyDifferences } from './CopyDifferences';
import { commandOf } from './commands';
import { text } from './exception';
import classes from './Staging.module.css';
import { useCopyDifference } from './useStaging';

interface Props {
  readonly row: Row;
  readonly onDo: (doing: Doing) => void;
}

/** How the copy compares otherwise than its original, and the asking for it; or what changed there since. */
export function DifferenceSection({ row, onDo }: Props) {
  const { t } = useText();
  const difference = useCopyDifference(row.id);
  const found = difference.data;
  const waits = row.pending_change !== undefined;
  return (
    <>
      {found?.moved && (
        <Moved row={row} of={found.of} stands={found.original_version} since={found.since} onDo={onDo} />
      )}
      <Section
        title={t('staging.differences')}
        aside={found && !found.moved && !waits && found.fields.length > 0 && <Ask verb="raise" row={row} onDo={onDo} />}
      >
        {difference.isError && <ProblemNote error={difference.error} onRetry={difference.refetch} />}
        {difference.isPending && <Loading />}
        {found?.fields.length === 0 && <p className={classes.first}>{t('staging.differences.none')}</p>}
        {found && <CopyDifferences fields={found.fields} />}
      </Section>
    </>
  );
}

interface MovedProps extends Props {
  readonly of: number;
  readonly stands: number;
  readonly since: readonly components['schemas']['CopySince'][];
}

/** The original is another by now: who changed what, and the two ways on. */
function Moved({ row, of, stands, since, onDo }: MovedProps) {
  const { t, word, locale } = useText();
  return (
    <Section title={t('staging.moved')} aside={<Status state="stale" />}>
      <div className={classes.moved}>
        <p>{t('staging.moved.what', { of, stands })}</p>
        <ul>
          {since.map((entry) => (
            <li key={entry.version}>
              {t('table.version', { version: entry.version })} ·{' '}
              <RecordLink table="user" id={entry.asked.user}>
                {entry.asked.name || entry.asked.user}
              </RecordLink>
              {entry.agreed && ` (${t('staging.agreed', { name: entry.agreed.name || entry.agreed.user })})`} ·{' '}
              <time dateTime={entry.at}>{formatMoment(entry.at, locale)}</time> ·{' '}
              {entry.fields.map(({ name }) => word(name)).join(', ') || t('staging.moved.nothing')}
            </li>
          ))}
        </ul>
        <Ask verb="renew" row={row} onDo={onDo} />
      </div>
    </Section>
  );
}

/** Asking for a change of the original, or overwriting the copy with it: for who may. */
function Ask({ verb, row, onDo }: Props & { verb: 'raise' | 'renew' }) {
  const { t, locale } = useText();
  const command = useTable('staging_copy')?.commands.find(({ name }) => name === `staging_copy.${verb}`);
  const changed = text(verb === 'raise' ? row.original : row.process);
  const may = useMay(`staging_copy.${verb}`, 'staging_copy', row.id, command?.may === true);
  const holdsRole = useMay('process.approve', 'process', changed, may);
  if (!command || !may || !holdsRole) return null;
  const doing = commandOf(command, row.id, t(`staging.${verb}`), t(`staging.${verb}.what`), { initial: {}, locale });
  return (
    <Button
      size="xs"
      className={classes.ask}
      variant={verb === 'raise' ? 'filled' : 'default'}
      onClick={() => onDo(doing)}
    >
      {t(`staging.${verb}`)}
    </Button>
  );
}
