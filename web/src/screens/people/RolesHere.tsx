import { type Row, useTable } from '@/api/declared';
import type { Place } from '@/api/grantable';
import { useAll } from '@/api/list';
import { useMay } from '@/api/record';
import { Door } from '@/parts/Door';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './People.module.css';
import { Period } from './Period';

/** Who was granted which role at this one record, for who may see that, with the way to grant another. */
export function RolesHere({ table, id }: Place) {
  const { t } = useText();
  const grant = useTable('grant');
  const adds = useMay('grant.insert', table, id, grant?.may.insert === true);
  const filter = ['scope=record', `scope_table=${table}`, `scope_record=${id}`];
  const { data: rows = [], isPending } = useAll('grant', { filter }, grant?.may.view === true);
  if (!grant?.may.view || (rows.length === 0 && !adds)) return null;
  const search = { scope: 'record', scope_table: table, scope_record: id };
  return (
    <Section
      title={t('people.rolesHere')}
      aside={
        adds && (
          <Door to="/new/grant" search={search}>
            {t('people.grant')}
          </Door>
        )
      }
    >
      {isPending && <Loading lines={2} />}
      {!isPending && rows.length === 0 && (
        <Empty title={t('people.rolesHere.none')}>{t('people.rolesHere.what')}</Empty>
      )}
      <ul className={classes.lines} aria-label={t('people.rolesHere')}>
        {rows.map((row) => (
          <Line key={row.id} grant={row} />
        ))}
      </ul>
    </Section>
  );
}

function Line({ grant }: { grant: Row }) {
  const { t } = useText();
  const holder = grant.user ? 'user' : 'group';
  return (
    <li className={classes.line}>
      <span className={classes.what}>
        <RecordLink table={holder} id={String(grant[holder])} />
      </span>
      <span>
        <RecordLink table="role" id={String(grant.role)} />
      </span>
      <span className={classes.by}>
        <Period row={grant} />
        <RecordLink table="grant" id={grant.id}>
          {t('access.grant')}
        </RecordLink>
      </span>
    </li>
  );
}
