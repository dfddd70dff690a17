import { useParams } from '@tanstack/react-router';
import { useChange } from '@/api/change';
import { ChangedRows } from '@/parts/ChangedRows';
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
  const { word } = useText();
  const { data: change, error, isError, refetch } = useChange(id);
  if (isError) return <ProblemNote level="h1" error={error} onRetry={refetch} />;
  if (!change) return <Loading lines={6} />;
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
          <ChangedRows rows={change.rows} />
        </div>
        <div className={classes.aside}>
          <Decision change={change} />
          <About change={change} />
        </div>
      </div>
    </div>
  );
}
