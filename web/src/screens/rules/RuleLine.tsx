import { Link } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { type Factor, factorsOf, type Meeting, operationsOf } from './answers';
import classes from './Rules.module.css';
import { isImpossible } from './shown';

interface Props {
  readonly row: Row;
  readonly meeting: Meeting | undefined;
}

/** One rule: what it holds, when, and who has to agree. */
export function RuleLine({ row, meeting }: Props) {
  const { t } = useText();
  const impossible = isImpossible(row, meeting);
  const hours = Number(row.expires_after_hours);
  return (
    <li className={classes.rule} data-off={row.enabled !== true} data-impossible={impossible}>
      <header>
        <h3>
          <RecordLink table="four_eyes_rule" id={row.id}>
            {String(row.name)}
          </RecordLink>
        </h3>
        {impossible ? (
          <Status state="impossible" kind="refused" />
        ) : (
          <Status
            state={row.enabled === true ? 'in_force' : 'switched_off'}
            kind={row.enabled === true ? 'agreed' : 'stale'}
          />
        )}
        <Change row={row} />
      </header>
      <p className={classes.what}>
        <What row={row} />
      </p>
      <ol className={classes.factors}>
        {factorsOf(row.factors).map((factor, at) => (
          <li key={`${factor.permission} ${factor.group}`}>
            <FactorWords factor={factor} />
            <Able eligible={meeting?.factors[at]} people={factor.people} />
          </li>
        ))}
      </ol>
      {impossible && (meeting?.lack === 'place' || meeting?.lack === 'maker') && (
        <p className={classes.quiet}>{t(`rules.lack.${meeting.lack}`)}</p>
      )}
      {!impossible && meeting?.fixed && <p className={classes.quiet}>{t('rules.fixed')}</p>}
      {(hours > 0 || row.different_units === true) && (
        <p className={classes.quiet}>
          {row.different_units === true && <span>{t('rules.units')}</span>}
          {hours > 0 && <span>{t('rules.expires', { n: hours })}</span>}
        </p>
      )}
    </li>
  );
}

function What({ row }: { row: Row }) {
  const { t, word } = useText();
  const operations = operationsOf(row);
  const condition = String(row.condition ?? '');
  const subject = word(String(row.subject));
  return (
    <>
      <strong>{subject}</strong>:{' '}
      {operations[0] === 'command'
        ? t('rules.command')
        : operations.map((one) => t(`rules.op.${one as 'insert' | 'update' | 'delete'}`)).join(', ')}
      {condition ? (
        <>
          ; {t('rules.when')} <code>{condition}</code>
        </>
      ) : (
        <>; {t('rules.always')}</>
      )}
    </>
  );
}

function FactorWords({ factor }: { factor: Factor }) {
  const { t, word } = useText();
  return (
    <span className={classes.factor}>
      {factor.people === 1 ? t('rules.person') : t('rules.people', { n: factor.people })}{' '}
      {factor.group ? (
        <>
          {t('rules.ofGroup')} <RecordLink table="group" id={factor.group} />
        </>
      ) : (
        <>
          {t('rules.with')} <span title={factor.permission}>{word(factor.permission ?? '')}</span>
        </>
      )}
    </span>
  );
}

/** Who could agree today, whoever asks and whatever it is about. */
function Able({ eligible, people }: { eligible: Meeting['factors'][number] | undefined; people: number }) {
  const { t } = useText();
  if (!eligible) return null;
  const { users, of } = eligible;
  return (
    <span className={classes.able} data-few={of < people}>
      <span>{of === 0 ? t('rules.nobody') : of === 1 ? t('rules.today.one') : t('rules.today', { n: of })}</span>
      {users.slice(0, 8).map(({ user, name }) => (
        <Person key={user} id={user} names={{ [user]: name }} />
      ))}
      {of > 8 && (
        <details>
          <summary>{t('access.andMore', { n: of - 8 })}</summary>
          {users.slice(8).map(({ user, name }) => (
            <Person key={user} id={user} names={{ [user]: name }} />
          ))}
          {of > users.length && <span>{t('access.andMore', { n: of - users.length })}</span>}
        </details>
      )}
    </span>
  );
}

function Change({ row }: { row: Row }) {
  const { t } = useText();
  if (!useTable('four_eyes_rule')?.may.update) return null;
  return (
    <Link
      to="/four_eyes_rule/$id/edit"
      params={{ id: row.id }}
      aria-label={t('table.editOf', { title: String(row.name) })}
    >
      {t('table.edit')}
    </Link>
  );
}
