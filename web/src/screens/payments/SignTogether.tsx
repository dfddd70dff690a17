import { useState } from 'react';
import { type Row, useTable } from '@/api/declared';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { type Chosen, pairOf } from './chosen';
import { useOfCustomer, usePending, usePeople } from './customer';
import { Matrix } from './Matrix';
import { NewRow } from './NewRow';
import { PairWords } from './PairWords';
import { PeopleByJob } from './PeopleByJob';
import classes from './SignTogether.module.css';
import { TrySet } from './TrySet';

/** The exclusion matrix, the people by job beside it, and what the chosen pair means. */
export function SignTogether({ customer }: { customer: Row }) {
  const { t } = useText();
  const jobTable = useTable('job');
  const jobs = useOfCustomer('job', customer.id, 'name');
  const exclusions = useOfCustomer('exclusion', customer.id, 'id');
  const held = useOfCustomer('user_job', customer.id, 'id');
  const people = usePeople(customer.id);
  const pending = usePending(customer.id).data ?? [];
  const [chosen, setChosen] = useState<Chosen>({ kind: 'none' });
  const [doing, setDoing] = useState<Doing>();
  // Who uses no jobs, and may not begin to, is not told that there are any.
  if (!jobTable?.may.view || (jobs.data?.length === 0 && !jobTable.may.insert)) return null;
  const failed = [jobs, exclusions, held, people].find((query) => query.isError);
  const pair = pairOf(chosen, held.data ?? []);
  return (
    <Section
      title={t('cust.matrix')}
      aside={<NewRow table="job" customer={customer} text={t('cust.job.new')} columns={['name']} onOpen={setDoing} />}
    >
      {failed && <ProblemNote error={failed.error} onRetry={failed.refetch} />}
      {jobs.isLoading && <Loading lines={6} />}
      {jobs.data?.length === 0 && <Empty title={t('cust.matrix.none')}>{t('cust.matrix.none.what')}</Empty>}
      {jobs.data && jobs.data.length > 0 && (
        <div className={classes.halves}>
          <div className={classes.matrix}>
            <p className={classes.quiet}>{t('cust.matrix.what')}</p>
            <Matrix
              jobs={jobs.data}
              exclusions={exclusions.data ?? []}
              pending={pending}
              pair={pair}
              onChoose={(a, b) => setChosen({ kind: 'jobs', a, b })}
            />
            <div className={classes.answer}>
              <PairWords
                customer={customer}
                jobs={jobs.data}
                exclusions={exclusions.data ?? []}
                people={people.data ?? []}
                pending={pending}
                chosen={chosen}
                pair={pair}
                onOpen={setDoing}
              />
            </div>
          </div>
          <PeopleByJob
            customer={customer}
            jobs={jobs.data}
            held={held.data ?? []}
            people={people.data ?? []}
            chosen={chosen}
            pair={pair}
            onChoose={setChosen}
            onOpen={setDoing}
          />
        </div>
      )}
      <TrySet customer={customer} people={people.data ?? []} />
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </Section>
  );
}
