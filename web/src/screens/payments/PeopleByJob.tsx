import type { Row } from '@/api/declared';
import type { Doing } from '@/form/CommandDialog';
import { useText } from '@/text/text';
import type { Chosen, Pair } from './chosen';
import type { Person } from './customer';
import { JobMenu, PersonMenu } from './JobMenus';
import { PersonButton } from './PersonButton';
import classes from './SignTogether.module.css';

interface Props {
  readonly customer: Row;
  readonly jobs: readonly Row[];
  readonly held: readonly Row[];
  readonly people: readonly Person[];
  readonly chosen: Chosen;
  readonly pair: Pair | undefined;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onOpen: (doing: Doing) => void;
}

/** The customer's people under their jobs; choosing two lights the cell of their jobs. */
export function PeopleByJob({ customer, jobs, held, people, pair, ...rest }: Props) {
  const { t } = useText();
  const without = people.filter((person) => person.lacks_job);
  return (
    <div className={classes.people}>
      <h3 className={classes.peopleHead}>{t('cust.jobs')}</h3>
      {jobs.map((job) => (
        <div key={job.id}>
          <div className={classes.job} data-lit={pair?.a === job.id || pair?.b === job.id}>
            <h4>{String(job.name)}</h4>
            <JobMenu customer={customer} job={job} onOpen={rest.onOpen} />
          </div>
          <Holders
            customer={customer}
            jobs={jobs}
            held={held.filter((row) => row.job === job.id)}
            people={people}
            {...rest}
          />
        </div>
      ))}
      {without.length > 0 && (
        <div>
          <h4 className={classes.without}>{t('cust.jobs.without')}</h4>
          <p className={classes.nobody}>{t('cust.jobs.without.what')}</p>
          <ul className={classes.list}>
            {without.map((person) => (
              <li key={person.user}>
                <PersonButton person={person} chosen={rest.chosen} onChoose={rest.onChoose} />
                <PersonMenu customer={customer} jobs={jobs} person={person} held={undefined} onOpen={rest.onOpen} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface HoldersProps extends Omit<Props, 'pair'> {}

function Holders({ customer, jobs, held, people, chosen, onChoose, onOpen }: HoldersProps) {
  const { t } = useText();
  if (held.length === 0) return <p className={classes.nobody}>{t('cust.jobs.nobody')}</p>;
  return (
    <ul className={classes.list}>
      {held.map((row) => {
        const user = String(row.user);
        const person = people.find((one) => one.user === user) ?? { user, name: user, stands: true, lacks_job: false };
        return (
          <li key={row.id}>
            <PersonButton person={person} chosen={chosen} onChoose={onChoose} />
            <PersonMenu customer={customer} jobs={jobs} person={person} held={row} onOpen={onOpen} />
          </li>
        );
      })}
    </ul>
  );
}
