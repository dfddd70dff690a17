import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { type Row, useTable } from '@/api/declared';
import { useMay } from '@/api/record';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { draftOf } from '@/form/draft';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Person } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import { commandOf } from './commands';
import { text } from './exception';
import { shareDone, stageOf } from './progress';
import classes from './UnderWay.module.css';
import { useProgress } from './useProgress';

/** A run that is being compared: how far it has come, and stopping it for who may. */
export function UnderWay({ row }: { row: Row }) {
  const { t, locale } = useText();
  const progress = useProgress(row.id);
  const number = new Intl.NumberFormat(locale);
  const at = progress.data;
  const stage = t(at ? stageOf(at) : 'recon.stage.waits');
  return (
    <Section title={t('recon.underWay')}>
      <div className={classes.way}>
        {progress.isError && <ProblemNote error={progress.error} onRetry={progress.refetch} />}
        <output>{stage}</output>
        <progress className={classes.bar} value={at && shareDone(at)} max={1} aria-label={t('recon.progress')} />
        {at && at.rows_read > 0 && (
          <p className={classes.rows}>
            {t('recon.progress.rows', { read: number.format(at.rows_read), compared: number.format(at.rows_compared) })}
          </p>
        )}
        <p className={classes.quiet}>{t('recon.underWay.what')}</p>
        <StopRun row={row} />
      </div>
    </Section>
  );
}

function StopRun({ row }: { row: Row }) {
  const { t, locale } = useText();
  const [doing, setDoing] = useState<Doing>();
  const command = useTable('run')?.commands.find(({ name }) => name === 'run.stop');
  const may = useMay('run.stop', 'run', row.id, command?.may === true);
  if (!command || !may) return null;
  const stop = commandOf(command, row.id, t('recon.do.stop'), t('recon.do.stop.what'), {
    initial: draftOf(command.fields, {}, locale),
    locale,
  });
  return (
    <div>
      <Button variant="default" leftSection={<IconPlayerStop size={15} aria-hidden />} onClick={() => setDoing(stop)}>
        {t('recon.do.stop')}
      </Button>
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </div>
  );
}

/** A run that somebody stopped: who, when and why. */
export function StoppedRun({ row }: { row: Row }) {
  const { t, locale } = useText();
  return (
    <Section title={t('recon.stopped')}>
      <div className={classes.way}>
        <p>
          <Person id={text(row.stopped_by)} />{' '}
          <time className={classes.quiet} dateTime={text(row.ended_at)}>
            {formatMoment(text(row.ended_at), locale)}
          </time>
        </p>
        <p className={classes.why}>{text(row.detail)}</p>
        <p className={classes.quiet}>{t('recon.stopped.what')}</p>
      </div>
    </Section>
  );
}
