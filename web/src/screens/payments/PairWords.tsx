import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Change } from '@/api/change';
import { type Row, useTable } from '@/api/declared';
import { pathOf, useMay } from '@/api/record';
import type { Doing } from '@/form/CommandDialog';
import { useText } from '@/text/text';
import { useSentence } from './Cell';
import type { Chosen, Pair } from './chosen';
import type { Person } from './customer';
import { exclusionOf, pendingPair } from './pair';
import classes from './SignTogether.module.css';

interface Props {
  readonly customer: Row;
  readonly jobs: readonly Row[];
  readonly exclusions: readonly Row[];
  readonly people: readonly Person[];
  readonly pending: readonly Change[];
  readonly chosen: Chosen;
  readonly pair: Pair | undefined;
  readonly onOpen: (doing: Doing) => void;
}

/** What the chosen pair means, as a sentence, and the way to change it. */
export function PairWords({ people, chosen, pair, ...rest }: Props) {
  const { t } = useText();
  const name = (id: string) => people.find(({ user }) => user === id)?.name || id;
  if (pair) {
    const two =
      chosen.kind === 'people' && chosen.second ? ([name(chosen.first), name(chosen.second)] as const) : undefined;
    return <Sentence pair={pair} two={two} {...rest} />;
  }
  if (chosen.kind !== 'people') return <p className={classes.sentence}>{t('cust.matrix.choose')}</p>;
  const { first, second } = chosen;
  const free = [first, second].find((user) => user && people.find((p) => p.user === user)?.lacks_job);
  return (
    <p className={classes.sentence} aria-live="polite">
      {second && free
        ? t('cust.people.free', { name: name(free) })
        : t(second ? 'cust.matrix.choose' : 'cust.people.one', { name: name(first) })}
    </p>
  );
}

interface SentenceProps {
  readonly customer: Row;
  readonly jobs: readonly Row[];
  readonly exclusions: readonly Row[];
  readonly pending: readonly Change[];
  readonly pair: Pair;
  /** The names of the two people whose jobs they are, when people were chosen. */
  readonly two: readonly [string, string] | undefined;
  readonly onOpen: (doing: Doing) => void;
}

function Sentence({ customer, jobs, exclusions, pending, pair, two, onOpen }: SentenceProps) {
  const { t } = useText();
  const name = (id: string) => String(jobs.find((job) => job.id === id)?.name ?? id);
  const exclusion = exclusionOf(exclusions, pair.a, pair.b);
  const waits = pendingPair(pending, pair.a, pair.b);
  const names = [name(pair.a), name(pair.b)] as const;
  const ofJobs = useSentence(names, exclusion !== undefined);
  const sentence = two
    ? t(exclusion ? 'cust.try.clash' : 'cust.people.may', { a: two[0], jobA: names[0], b: two[1], jobB: names[1] })
    : ofJobs;
  return (
    <div className={classes.pair}>
      <p className={classes.sentence} aria-live="polite" data-excluded={exclusion !== undefined}>
        {sentence}
      </p>
      {waits ? (
        <p className={classes.waits}>
          {t('cust.waits')}{' '}
          <Link to="/change/$id" params={{ id: waits }}>
            {t('cust.waits.follow')}
          </Link>
        </p>
      ) : (
        <Edit
          customer={customer}
          pair={pair}
          exclusion={exclusion}
          title={[...new Set(names)].join(', ')}
          onOpen={onOpen}
        />
      )}
    </div>
  );
}

interface EditProps {
  readonly customer: Row;
  readonly pair: Pair;
  readonly exclusion: Row | undefined;
  readonly title: string;
  readonly onOpen: (doing: Doing) => void;
}

/** Excluding a pair is making an exclusion, letting them sign is deleting it; both go through the door. */
function Edit({ customer, pair, exclusion, title, onOpen }: EditProps) {
  const { t } = useText();
  const may = useTable('exclusion')?.may;
  const mayInsert = useMay('exclusion.insert', 'customer', customer.id, may?.insert === true);
  const mayDelete = useMay('exclusion.delete', 'customer', customer.id, may?.delete === true);
  if (exclusion ? !mayDelete : !mayInsert) return null;
  const text = t(exclusion ? 'cust.allow' : 'cust.exclude');
  const open = () =>
    onOpen({
      title: `${text}: ${title}`,
      what: t('cust.exclude.what'),
      writeOf: () =>
        exclusion
          ? { method: 'DELETE', path: pathOf('exclusion', exclusion.id), version: exclusion.version }
          : {
              method: 'POST',
              path: '/api/v1/exclusion',
              body: { customer: customer.id, unit: customer.unit, job_a: pair.a, job_b: pair.b },
            },
    });
  return (
    <Button variant="default" onClick={open}>
      {text}
    </Button>
  );
}
