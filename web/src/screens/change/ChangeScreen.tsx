import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Change, useChange } from '@/api/change';
import { ChangedRows, keyOf } from '@/parts/ChangedRows';
import { ProblemNote } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { About } from './About';
import classes from './ChangeScreen.module.css';
import { Decision } from './Decision';

/** One change: before and after, who wants it and why, and what the person can do. */
export default function ChangeScreen() {
  const { id } = useParams({ from: '/change/$id' });
  const { data: change, error, isError, refetch } = useChange(id);
  if (isError) return <ProblemNote level="h1" error={error} onRetry={refetch} />;
  if (!change) return <Loading lines={6} />;
  return <Shown key={`${change.id}/${(change.left_out ?? []).map(keyOf).join()}`} change={change} />;
}

/** The change with the choice of rows, which begins with what those before left out. */
function Shown({ change }: { change: Change }) {
  const { word } = useText();
  const [out, setOut] = useState<ReadonlySet<string>>(() => new Set((change.left_out ?? []).map(keyOf)));
  const decides = change.can_decide || (change.decide_for ?? []).length > 0;
  const toggle = (key: string) =>
    setOut((was) => {
      const next = new Set(was);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={word(change.command)}
        about={
          <>
            <Status state={change.state} />
            <code>{change.id}</code>
          </>
        }
      />
      <div className={classes.halves}>
        <div className={classes.rows}>
          <ChangedRows rows={change.rows} {...(change.divides && { leftOut: { out, ...(decides && { toggle }) } })} />
        </div>
        <div className={classes.aside}>
          <Decision change={change} out={out} />
          <About change={change} />
        </div>
      </div>
    </div>
  );
}
