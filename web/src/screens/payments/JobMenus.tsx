import type { Row } from '@/api/declared';
import type { Doing } from '@/form/CommandDialog';
import { useText } from '@/text/text';
import type { Person } from './customer';
import { RowMenu } from './RowMenu';
import { deleting, inserting, setting, updating } from './rows';
import { useRowDoors } from './useRowDoors';

interface JobProps {
  readonly customer: Row;
  readonly job: Row;
  readonly onOpen: (doing: Doing) => void;
}

/** What can be done to a job: give it to somebody, rename it, delete it. */
export function JobMenu({ customer, job, onOpen }: JobProps) {
  const { t, locale } = useText();
  const jobs = useRowDoors('job', customer.id);
  const held = useRowDoors('user_job', customer.id);
  const name = String(job.name);
  return (
    <RowMenu
      label={t('cust.job.edit', { job: name })}
      items={[
        held.table &&
          held.insert &&
          inserting(held.table, customer, `${t('cust.job.give')}: ${name}`, ['user'], { job: job.id }, locale),
        jobs.table && jobs.update && updating(jobs.table, job, t('cust.job.edit', { job: name }), ['name'], locale),
        jobs.table && jobs.delete && deleting(jobs.table, job, t('cust.job.delete', { job: name })),
      ]}
      onOpen={onOpen}
    />
  );
}

interface PersonProps {
  readonly customer: Row;
  readonly jobs: readonly Row[];
  readonly person: Person;
  /** The row that gives the person a job here; none for who has none. */
  readonly held: Row | undefined;
  readonly onOpen: (doing: Doing) => void;
}

/** What can be done to somebody's job: another one, the first one, or none. */
export function PersonMenu({ customer, jobs, person, held, onOpen }: PersonProps) {
  const { t, locale } = useText();
  const { table, ...may } = useRowDoors('user_job', customer.id);
  const name = person.name || person.user;
  const others = jobs.filter((job) => job.id !== held?.job);
  if (!table) return null;
  return (
    <RowMenu
      label={t(held ? 'cust.job.move' : 'cust.job.giveTo', { name })}
      items={[
        ...others.map((job) => {
          const title = `${name}: ${String(job.name)}`;
          if (held) return may.update && setting(table, held, title, { job: job.id });
          return may.insert && inserting(table, customer, title, [], { user: person.user, job: job.id }, locale);
        }),
        held && may.delete && deleting(table, held, t('cust.job.take', { name })),
      ]}
      onOpen={onOpen}
    />
  );
}
