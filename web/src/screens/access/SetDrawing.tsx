import { IconAlertTriangle, IconTarget } from '@tabler/icons-react';
import { useId } from 'react';
import { Person } from '@/parts/RecordLink';
import { useText } from '@/text/text';
import type { Act, Group, Member } from './answers';
import { Gaps } from './Gaps';
import { initialsOf } from './initials';
import type { Outcome } from './outcome';
import { Path } from './Path';
import classes from './Sets.module.css';
import { Told } from './Told';

/** A small group of people joined by what each brings, what comes of it, and the rule that is missing. */
export function SetDrawing({ group, outcome }: { group: Group; outcome: Outcome }) {
  const { t } = useText();
  const id = useId();
  const itself = group.acts.filter(({ member }) => member < 0);
  const alone = group.size === 1;
  return (
    <article className={classes.set} data-alarm={alone} aria-labelledby={id}>
      <div className={classes.drawn}>
        <ul className={classes.faces}>
          {group.members.map((member, place) => (
            <Face key={member.example.person} member={member} acts={group.acts.filter((act) => act.member === place)} />
          ))}
        </ul>
        <div className={classes.outcome}>
          {alone ? (
            <IconAlertTriangle size={24} stroke={1.6} aria-hidden />
          ) : (
            <IconTarget size={24} stroke={1.6} aria-hidden />
          )}
          <h3 id={id}>{alone ? t('access.alone') : t('access.together', { n: group.size })}</h3>
          <p>
            <Told text={group.way} />
          </p>
          <p className={classes.quiet}>
            {t(`access.outcome.${outcome}`)} ·{' '}
            {group.sets === 1 ? t('access.set.one') : t('access.sets', { n: group.sets })}
          </p>
          {itself.length > 0 && (
            <>
              <p className={classes.quiet}>{t('access.itself')}:</p>
              <Acts acts={itself} />
            </>
          )}
        </div>
      </div>
      {(group.given ?? []).length > 0 && (
        <div className={classes.given}>
          <h4>{t('access.given')}</h4>
          <ul>
            {group.given?.map((text) => (
              <li key={text}>
                <Told text={text} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <Gaps gaps={group.gaps} />
    </article>
  );
}

function Face({ member: { example, people, of, unit }, acts }: { member: Member; acts: readonly Act[] }) {
  const { t } = useText();
  const others = people.filter(({ person }) => person !== example.person);
  return (
    <li>
      <span className={classes.face} aria-hidden>
        {initialsOf(example.name || example.person)}
      </span>
      <div className={classes.brings}>
        <strong>
          <Person id={example.users[0] ?? ''} names={{ [example.users[0] ?? '']: example.name }} />
        </strong>
        {of > 1 && (
          <details className={classes.others}>
            <summary>{of === 2 ? t('access.other.one') : t('access.others', { n: of - 1 })}</summary>
            <p>
              {others.map(({ name, person }) => name || person).join(', ')}
              {of - 1 > others.length && ` ${t('access.andMore', { n: of - 1 - others.length })}`}
            </p>
          </details>
        )}
        {Boolean(unit) && <span className={classes.quiet}>{t('access.unit.same', { n: unit ?? 0 })}</span>}
        <Acts acts={acts} />
      </div>
    </li>
  );
}

function Acts({ acts }: { acts: readonly Act[] }) {
  const { t, word } = useText();
  return (
    <ul className={classes.acts}>
      {acts.map((act) => (
        <li key={`${act.step} ${act.agrees} ${act.user}`}>
          {act.through && `${t('access.through', { service: act.through })} `}
          {act.for && `${t('access.deputy', { name: act.for })} `}
          {act.agrees && `${t('access.agrees')} `}
          <span title={act.asked}>{word(act.action)}</span>
          {act.points ? ` · ${t('access.points', { n: act.points })}` : ''}
          {act.on && (
            <span className={classes.quiet}>
              {' '}
              · <Told text={act.on} />
            </span>
          )}
          {act.grants.length > 0 && (
            <details className={classes.others}>
              <summary>
                {act.grants.length === 1 ? t('access.path.one') : t('access.paths', { n: act.grants.length })}
              </summary>
              {act.grants.map((reason) => (
                <Path
                  key={`${reason.grant} ${reason.member}`}
                  user={act.behalf ?? act.user}
                  name={act.for ?? act.through}
                  reason={reason}
                  permission={act.asked}
                />
              ))}
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
