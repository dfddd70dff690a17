import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Row, useTable } from '@/api/declared';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import { useNaming } from './lists';
import classes from './People.module.css';
import { Period } from './Period';

/** What stands beside a user's roles: tokens, services, deputies and what was handed over; each only where there is some. */
export function Beside({ user }: { user: Row }) {
  const { t } = useText();
  const services = useNaming('user', 'keeper', user.id);
  const deputies = useNaming('deputy', 'user', user.id);
  const standsFor = useNaming('deputy', 'deputy', user.id);
  return (
    <>
      {user.kind === 'service' && <Tokens user={user} />}
      <Few title={t('people.services')} rows={services.rows}>
        {(row) => (
          <>
            <RecordLink table="user" id={row.id} />{' '}
            {typeof row.status === 'string' && row.status !== 'active' && row.status}
          </>
        )}
      </Few>
      <Few title={t('people.deputies')} rows={deputies.rows}>
        {(row) => (
          <>
            <Person id={String(row.deputy)} /> <Period row={row} />
          </>
        )}
      </Few>
      <Few title={t('people.standsFor')} rows={standsFor.rows}>
        {(row) => (
          <>
            <Person id={String(row.user)} /> <Period row={row} />
          </>
        )}
      </Few>
      <HandedOver user={user} />
    </>
  );
}

function Few({ title, rows, children }: { title: string; rows: readonly Row[]; children: (row: Row) => ReactNode }) {
  if (rows.length === 0) return null;
  return (
    <Section title={title}>
      <ul className={classes.few}>
        {rows.map((row) => (
          <li key={row.id}>{children(row)}</li>
        ))}
      </ul>
    </Section>
  );
}

/** What was the user's and somebody else looks after now, and the other way round. */
function HandedOver({ user }: { user: Row }) {
  const { t, word } = useText();
  const gave = useNaming('handover', 'user', user.id);
  const took = useNaming('handover', 'successor', user.id);
  const what = (row: Row) => (
    <RecordLink table="handover" id={row.id}>
      {word(String(row.kind))} {String(row.what ?? '')}
    </RecordLink>
  );
  return (
    <>
      <Few title={t('people.gave')} rows={gave.rows}>
        {(row) => (
          <>
            {what(row)} → <Person id={String(row.successor)} />
          </>
        )}
      </Few>
      <Few title={t('people.took')} rows={took.rows.filter(({ settled_at }) => !settled_at)}>
        {(row) => (
          <>
            {what(row)} ← <Person id={String(row.user)} />
          </>
        )}
      </Few>
    </>
  );
}

/** The tokens that a service signs in with; its keeper alone makes them. */
function Tokens({ user }: { user: Row }) {
  const { t } = useText();
  const { may, rows } = useNaming('api_token', 'user', user.id);
  const makes = useTable('api_token')?.may.insert === true;
  if (!may) return null;
  return (
    <Section
      title={t('people.tokens')}
      aside={
        makes && (
          <Link to="/new/$table" params={{ table: 'api_token' }} search={{ user: user.id }}>
            {t('table.new')}
          </Link>
        )
      }
    >
      {rows.length === 0 && <p className={classes.none}>{t('people.tokens.none')}</p>}
      <ul className={classes.few}>
        {rows.map((row) => (
          <li key={row.id}>
            <RecordLink table="api_token" id={row.id}>
              {String(row.name)}
            </RecordLink>{' '}
            {row.revoked === true ? t('people.revoked') : <Period row={{ ...row, until_at: row.expires_at ?? '' }} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}
