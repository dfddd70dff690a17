import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type Past, useHistory } from '@/api/record';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { catalogue, type Key } from '@/text/catalogue';
import { useText } from '@/text/text';
import classes from './Life.module.css';

/** What became of the package, newest first: a line for every step. */
export function Life({ id }: { id: string }) {
  const { t } = useText();
  const history = useHistory('package', id);
  const steps = history.data?.pages.flatMap((page) => page.items);
  return (
    <Section title={t('pay.life')}>
      {history.isError && <ProblemNote error={history.error} onRetry={history.refetch} />}
      {history.isPending && <Loading />}
      {steps?.length === 0 && <Empty title={t('table.history')}>{t('table.history.none')}</Empty>}
      <ol className={classes.life}>
        {steps?.map((step) => (
          <Step key={step.seq} step={step} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button variant="subtle" fullWidth loading={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
          {t('table.older')}
        </Button>
      )}
    </Section>
  );
}

function Step({ step }: { step: Past }) {
  const { locale } = useText();
  const done = useDone(step.action);
  const state = step.fields.find((field) => field.name === 'state')?.after;
  return (
    <li>
      <time dateTime={step.at}>{formatMoment(step.at, locale)}</time>
      <span className={classes.what}>
        <strong>{done}</strong>
        <RecordLink table="user" id={step.actor}>
          {step.actor_name || step.actor}
        </RecordLink>
        {step.reason && <span className={classes.quiet}>{step.reason}</span>}
      </span>
      {typeof state === 'string' && <Status state={state} />}
      {step.outcome !== 'applied' &&
        (step.change ? (
          <Link to="/change/$id" params={{ id: step.change }}>
            <Status state={step.outcome} />
          </Link>
        ) : (
          <Status state={step.outcome} />
        ))}
    </li>
  );
}

/** What was done, in the words of somebody who tells it: 'Signed by'. */
function useDone(action: string): string {
  const { t, word } = useText();
  const verb = action.slice(action.indexOf('.') + 1);
  const key = `pay.life.${verb}`;
  return isKey(key) ? t(key) : t('pay.life.other', { verb: word(verb) });
}

function isKey(text: string): text is Key {
  return Object.hasOwn(catalogue, text);
}
