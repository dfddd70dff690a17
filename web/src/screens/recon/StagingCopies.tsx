import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { useMay } from '@/api/record';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { formatMoment } from '@/format/time';
import { RecordLink, RecordName } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { commandOf } from './commands';
import { text } from './exception';
import classes from './Recon.module.css';
import stagingClasses from './Staging.module.css';

const shown = 50;

/** On a process: its staging copies and the making of one; on a copy: whose copy it is. */
export function StagingCopies({ process }: { process: Row }) {
  const may = useTable('staging_copy')?.may.view === true;
  const own = useSome('staging_copy', { filter: [`id=${process.id}`] }, 1, may).data?.items[0];
  const copies = useSome('staging_copy', { filter: [`original=${process.id}`], sort: 'number' }, shown, may).data
    ?.items;
  const command = useTable('process')?.commands.find(({ name }) => name === 'process.copy');
  const mayCopy = useMay('process.copy', 'process', process.id, command?.may === true);
  const holdsRole = useMay('process.approve', 'process', process.id, mayCopy);
  const { t, locale } = useText();
  const [doing, setDoing] = useState<Doing>();
  if (own) return <CopyOf row={own} />;
  const makes = command && mayCopy && holdsRole;
  if (!copies || (copies.length === 0 && !makes)) return null;
  const copyIt = () =>
    command &&
    setDoing(commandOf(command, process.id, t('staging.make'), t('staging.make.what'), { initial: {}, locale }));
  return (
    <Section
      title={t('staging.copies')}
      aside={
        makes && (
          <Button
            variant="default"
            size="xs"
            className={stagingClasses.ask}
            leftSection={<IconCopy size={14} aria-hidden />}
            onClick={copyIt}
          >
            {t('staging.make')}
          </Button>
        )
      }
    >
      {copies.length === 0 && <p className={classes.none}>{t('staging.none')}</p>}
      <ul className={classes.list}>
        {copies.map((copy) => (
          <CopyLine key={copy.id} copy={copy} of={process} />
        ))}
      </ul>
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </Section>
  );
}

function CopyLine({ copy, of }: { copy: Row; of: Row }) {
  const { t, locale } = useText();
  return (
    <li>
      <Link to="/staging_copy/$id" params={{ id: copy.id }} className={classes.line}>
        <span className={classes.name}>COPY{String(copy.number)}</span>
        <span className={classes.end}>
          {copy.original_version === of.version ? (
            t('staging.of', { n: String(copy.original_version) })
          ) : (
            <Status state="stale" />
          )}
        </span>
        <span className={classes.quiet}>
          <RecordName table="user" id={text(copy.made_by)} />
        </span>
        <time className={classes.quiet} dateTime={text(copy.made_at)}>
          {formatMoment(text(copy.made_at), locale)}
        </time>
      </Link>
    </li>
  );
}

/** Whose copy a process is, and the way to where both are laid side by side. */
function CopyOf({ row }: { row: Row }) {
  const { t } = useText();
  return (
    <Section title={t('staging.is')}>
      <p className={classes.none}>
        {t('staging.of.original')} <RecordLink table="process" id={text(row.original)} />
      </p>
      <Link to="/staging_copy/$id" params={{ id: row.id }} className={classes.foot}>
        {t('staging.open')}
      </Link>
    </Section>
  );
}
