import { IconCheck, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { filled } from '@/api/filled';
import { useHolds, useMe } from '@/api/me';
import { useTitle } from '@/api/titles';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Access.module.css';
import { type About, type Asking, type Lack, useWhy, type Why } from './answers';
import { keyOf, Path, QuestionLink } from './Path';
import { Within } from './Within';

/** Yes by these paths, or no: what is missing and who could give it. */
export function CanAnswer({ about }: { about: About }) {
  const { t } = useText();
  const why = useWhy(about, true);
  return (
    <Section title={t('access.answer')}>
      {why.isError && <ProblemNote error={why.error} onRetry={why.refetch} />}
      {why.isPending && <Loading lines={4} />}
      {why.data && <Decision why={why.data} about={about} />}
      <Within scopes={why.data?.within} />
    </Section>
  );
}

function Decision({ why, about }: { why: Why; about: About }) {
  const { t, word } = useText();
  const me = useMe().user;
  const title = useTitle('user', why.user, true);
  const name = why.user === me.id ? me.name : title;
  const on = useTitle(about.table ?? '', about.id ?? '', Boolean(about.table));
  const Icon = why.allowed ? IconCheck : IconX;
  const paths = why.grants ?? [];
  return (
    <div className={classes.answer}>
      <p className={classes.verdict} data-allowed={why.allowed}>
        <Icon size={22} stroke={2} aria-hidden />
        <strong>{t(why.allowed ? 'access.yes' : 'access.no')}</strong>
        <span className={classes.quiet}>
          {name} · {word(why.permission)}
          {about.table && ` · ${word(about.table)} ${on}`}
        </span>
      </p>
      {why.allowed && (
        <section>
          <h3>{paths.length === 1 ? t('access.path.one') : t('access.paths', { n: paths.length })}</h3>
          {paths.map((reason) => (
            <Path key={keyOf(reason)} user={why.user} reason={reason} permission={why.permission} />
          ))}
        </section>
      )}
      {!why.allowed && <Missing why={why} />}
      {!why.allowed && <Remedies why={why} about={about} />}
    </div>
  );
}

function Missing({ why }: { why: Why }) {
  const { t } = useText();
  return (
    <section>
      <h3>{t('access.missing')}</h3>
      <ul className={classes.lacks}>
        {(why.missing ?? []).map((lack) => (
          <li key={`${lack.code} ${lack.grant} ${lack.member}`}>
            <LackWords lack={lack} />
            <LackPath lack={lack} why={why} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function LackPath({ lack: { grant, group, member, through, scope }, why }: { lack: Lack; why: Why }) {
  if (!grant || !through || !scope) return null; // it is about no grant
  const reason = { grant, group, member, through, scope };
  return <Path user={why.user} reason={reason} permission={why.permission} />;
}

const lackCodes = [
  'unknown_user',
  'suspended',
  'ended',
  'unknown_permission',
  'no_grant',
  'other_scope',
  'not_yet',
  'no_more',
  'wall',
  'none_seen',
] as const;

function LackWords({ lack: { code, at, wall } }: { lack: Lack }) {
  const { t, locale } = useText();
  const known = lackCodes.find((one) => one === code);
  if (!known) return <p>{code}</p>;
  // The server counts these instants in microseconds.
  const when = at === undefined ? '' : formatMoment(new Date(at / 1000).toISOString(), locale);
  return (
    <p>
      {t(`access.lack.${known}`, { at: when })} {wall && <RecordLink table="duty_rule" id={wall} />}
    </p>
  );
}

/** The roles that would give it, and whom to ask for one. */
function Remedies({ why, about }: { why: Why; about: About }) {
  const { t } = useText();
  const me = useMe().user.id;
  // Nobody gives a role to themselves.
  const gives = (useTable('grant')?.may.insert ?? false) && why.user !== me && !about.as_of;
  const asks = useHolds()('access.why');
  const roles = why.roles ?? [];
  if (roles.length === 0) return null;
  return (
    <>
      <section>
        <h3>{t('access.roles')}</h3>
        <ul className={classes.words}>
          {roles.map((role) => (
            <li key={role}>
              <RecordLink table="role" id={role}>
                {why.role_names?.[role]}
              </RecordLink>
              {gives && (
                <Link
                  to="/new/$table"
                  params={{ table: 'grant' }}
                  search={{ user: why.user, role, ...scopeOf(about) }}
                  className={classes.give}
                >
                  {t('access.give')}
                </Link>
              )}
            </li>
          ))}
        </ul>
      </section>
      {why.ask && <WhomToAsk asking={why.ask} about={about} maySeeAll={asks && !why.within} />}
    </>
  );
}

/** The scope of a grant that reaches what was asked about, and no further. */
function scopeOf({ table = '', id = '' }: About): Readonly<Record<string, string>> {
  if (table === '') return { scope: 'everything' };
  if (table === 'unit') return { scope: 'unit', scope_record: id };
  return { scope: 'record', scope_table: table, scope_record: id };
}

interface WhomProps {
  readonly asking: Asking;
  readonly about: About;
  /** Whether who looks may ask who else can. */
  readonly maySeeAll: boolean;
}

/** Whom the person can ask for one of the roles, as far as whoever looks may see them. */
function WhomToAsk({ asking, about: { table = '', id = '' }, maySeeAll }: WhomProps) {
  const { t } = useText();
  const { people, others, administrators: over } = filled(asking);
  const nobody = people.length === 0 && !over;
  return (
    <section>
      <h3>{t('access.givers')}</h3>
      {nobody && <p>{t('access.givers.none')}</p>}
      {over && <p>{over.id ? t('access.givers.unit', { unit: over.name }) : t('access.givers.whole')}</p>}
      <ul className={classes.words}>
        {people.map(({ id: user, name }) => (
          <li key={user}>
            <Person id={user} names={{ [user]: name }} />
          </li>
        ))}
        {others && !over && !maySeeAll && <li>{t('access.givers.others')}</li>}
        {others && maySeeAll && (
          <li>
            <QuestionLink search={{ ask: 'who', permission: 'grant.insert', table, id }}>
              {t('access.givers.all')}
            </QuestionLink>
          </li>
        )}
      </ul>
    </section>
  );
}
