import { Link } from '@tanstack/react-router';
import type { Row } from '@/api/declared';
import type { Doing } from '@/form/CommandDialog';
import { RecordLink } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './AccountScreen.module.css';
import type { Person } from './customer';
import { RowMenu } from './RowMenu';
import { deleting, updating } from './rows';
import { useRowDoors } from './useRowDoors';

interface Props {
  readonly row: Row;
  readonly person: Person | undefined;
  /** Whether the customer signs by jobs. */
  readonly usesJobs: boolean;
  readonly job: Row | undefined;
  readonly onOpen: (doing: Doing) => void;
}

/** One person with points on the account. */
export function Signatory({ row, person, usesJobs, job, onOpen }: Props) {
  const { t, locale } = useText();
  const { table, ...may } = useRowDoors('account_signatory', String(row.customer));
  const user = String(row.user);
  const name = person?.name || user;
  return (
    <tr>
      <th scope="row">
        <RecordLink table="user" id={user}>
          {name}
        </RecordLink>
        {person?.stands === false && <span className={classes.quiet}>{` (${t('cust.inactive')})`}</span>}{' '}
        {typeof row.pending_change === 'string' && (
          <Link to="/change/$id" params={{ id: row.pending_change }}>
            <Status state="pending" />
          </Link>
        )}
      </th>
      {usesJobs && (
        <td>
          {person?.lacks_job ? (
            <span className={classes.waiting}>{t('cust.jobs.without')}</span>
          ) : (
            job && String(job.name)
          )}
        </td>
      )}
      <td className={classes.figure}>{String(row.points)}</td>
      <td className={classes.menu}>
        <RowMenu
          label={t('cust.signatory.edit', { name })}
          items={[
            table && may.update && updating(table, row, t('cust.signatory.edit', { name }), ['points'], locale),
            table && may.delete && deleting(table, row, t('cust.signatory.delete', { name })),
          ]}
          onOpen={onOpen}
        />
      </td>
    </tr>
  );
}
