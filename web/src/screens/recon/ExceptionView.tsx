import { Button, Kbd } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useRecord } from '@/api/record';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { History } from '@/screens/table/History';
import { PendingChange } from '@/screens/table/PendingChange';
import { useText } from '@/text/text';
import { ByHand } from './ByHand';
import { Candidates } from './Candidates';
import { Comments } from './Comments';
import { type Exception, exceptionOf, keyText, text } from './exception';
import { Labels } from './Labels';
import { Reasons } from './Reasons';
import { Sides } from './Sides';
import { namesOf, useExceptionPeople } from './useExceptionPeople';
import { keyOf, useOffered } from './useOffered';
import { useWorkKeys } from './useWorkKeys';
import { WorkDone } from './WorkDone';
import classes from './WorkList.module.css';

interface Props {
  readonly id: string;
  /** h1 where it is the screen, h2 beside a list. */
  readonly level: 'h1' | 'h2';
}

/** An exception: what the sides say, why they do not match, what is done about it. */
export function ExceptionView({ id, level }: Props) {
  const record = useRecord('exception', id);
  if (record.isError)
    return <ProblemNote level={level === 'h1' ? 'h1' : 'p'} error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={8} />;
  return <View exception={exceptionOf(record.data)} level={level} />;
}

function View({ exception: x, level: Title }: { exception: Exception; level: Props['level'] }) {
  const { t } = useText();
  const names = namesOf(useExceptionPeople(x.id).data);
  return (
    <article className={classes.view}>
      <header className={classes.head}>
        <Title className={classes.title}>{keyText(x) || t('recon.nokey')}</Title>
        <p className={classes.about}>
          <span>{t(`recon.kind.${x.kind}`)}</span>
          <Status state={x.state} />
          <OfRun exception={x} />
          <Labels ids={x.labels} />
        </p>
        <Actions exception={x} />
      </header>
      {x.pending && (
        <div>
          <p className={classes.held}>{t('recon.held')}</p>
          <PendingChange id={x.pending} />
        </div>
      )}
      <Sides exception={x} />
      <Reasons exception={x} />
      <ByHand exception={x} />
      <Candidates exception={x} />
      <WorkDone exception={x} names={names} />
      <Comments filter={`exception=${x.id}`} names={names} />
      <History table="exception" id={x.id} />
    </article>
  );
}

function OfRun({ exception: x }: { exception: Exception }) {
  const { t, locale } = useText();
  const run = useRecord('run', x.run).data;
  return (
    <>
      <RecordLink table="process" id={x.process} />
      {run && (
        <span>
          <Link to="/run/$id" params={{ id: x.run }}>
            {t('recon.run', { n: String(run.number) })}
          </Link>{' '}
          <time dateTime={text(run.ran_at)}>{formatMoment(text(run.ran_at), locale)}</time>
        </span>
      )}
    </>
  );
}

function Actions({ exception: x }: { exception: Exception }) {
  const { t } = useText();
  const offered = useOffered(x);
  const [doing, setDoing] = useState<Doing>();
  useWorkKeys(Object.fromEntries(offered.map((one) => [keyOf[one.verb], () => setDoing(one.doing)])));
  if (offered.length === 0) return null;
  return (
    <div className={classes.actions}>
      {offered.map((one) => (
        <Button
          key={one.verb}
          size="xs"
          variant="default"
          rightSection={
            <Kbd size="xs" aria-hidden>
              {keyOf[one.verb]}
            </Kbd>
          }
          aria-keyshortcuts={keyOf[one.verb]}
          onClick={() => setDoing(one.doing)}
        >
          {t(`recon.do.${one.verb}`)}
        </Button>
      ))}
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </div>
  );
}
