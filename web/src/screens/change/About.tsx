import type { Change } from '@/api/change';
import { formatMoment } from '@/format/time';
import { CommandLine, Digest } from '@/parts/Digest';
import { Fact, Facts } from '@/parts/Facts';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './ChangeScreen.module.css';
import { missingOf, type Rule, rulesOf } from './rule';

/** Who wants the change and why, under which rules, and how to check it elsewhere. */
export function About({ change }: { change: Change }) {
  const { t, word, locale } = useText();
  return (
    <Section title={t('change.about')}>
      <Facts>
        <Fact name={t('change.asked')}>
          <Person id={change.maker} names={change.names} />
          {change.on_behalf && (
            <>
              {' '}
              ({t('change.onBehalf')} <Person id={change.on_behalf} names={change.names} />)
            </>
          )}
          , <time dateTime={change.made_at}>{formatMoment(change.made_at, locale)}</time>
        </Fact>
        <Fact name={t('change.reason')}>
          {change.reason || <span className={classes.quiet}>{t('change.reason.none')}</span>}
        </Fact>
        {change.ticket && <Fact name={t('change.ticket')}>{change.ticket}</Fact>}
        {change.facts.map((fact) => (
          <Fact key={`${fact.name}/${fact.value}`} name={word(fact.name)}>
            {fact.value}
          </Fact>
        ))}
        <Fact name={t('change.rule')}>
          <ul>
            {rulesOf(change).map((rule) => (
              <RuleLine key={rule.id} rule={rule} groups={change.groups} />
            ))}
          </ul>
        </Fact>
        <Agreement change={change} />
        {change.expires_at && <Fact name={t('change.expires')}>{formatMoment(change.expires_at, locale)}</Fact>}
        <Fact name={t('change.digest')}>
          <Digest value={change.digest} />
          <details>
            <summary className={classes.quiet}>{t('change.digest.what')}</summary>
            <CommandLine
              text={`curl -s -H "Authorization: Bearer $TOKEN" ${location.origin}/api/v1/change/${change.id}`}
            />
          </details>
        </Fact>
      </Facts>
    </Section>
  );
}

function RuleLine({ rule, groups }: { rule: Rule; groups: Change['groups'] }) {
  const { t, word } = useText();
  const needs = (rule.factors ?? []).map((factor) =>
    factor.group
      ? t('change.rule.group', { n: factor.people, group: groups[factor.group] ?? factor.group })
      : t('change.rule.people', { n: factor.people, permission: word(factor.permission ?? '') }),
  );
  if (rule.different_units) needs.push(t('change.rule.units'));
  return (
    <li>
      <RecordLink table="four_eyes_rule" id={rule.id}>
        {rule.name}
      </RecordLink>
      <div className={classes.quiet}>{needs.join('; ')}</div>
    </li>
  );
}

function Agreement({ change }: { change: Change }) {
  const { t, said } = useText();
  const pending = change.state === 'pending';
  const missing = pending ? missingOf(change) : [];
  return (
    <>
      {(pending || change.agreed.length > 0) && (
        <Fact name={t('change.agreed')}>
          {change.agreed.length > 0 ? (
            <People users={change.agreed} names={change.names} behalf={change.agreed_for} />
          ) : (
            <span className={classes.quiet}>{t('change.agreed.none')}</span>
          )}
        </Fact>
      )}
      {missing.length > 0 && (
        <Fact name={t('change.missing')}>
          <ul>
            {missing.map((words) => (
              <li key={words}>{said(words)}</li>
            ))}
          </ul>
        </Fact>
      )}
      {missing.length > 0 && change.can_agree && change.can_agree.length > 0 && (
        <Fact name={t('change.could')}>
          <People users={change.can_agree} names={change.names} />
        </Fact>
      )}
    </>
  );
}

interface PeopleProps {
  readonly users: readonly string[];
  readonly names: Change['names'];
  /** Of those who acted as a deputy: for whom. */
  readonly behalf?: Change['agreed_for'];
}

function People({ users, names, behalf = {} }: PeopleProps) {
  const { t } = useText();
  return (
    <ul>
      {users.map((user) => (
        <li key={user}>
          <Person id={user} names={names} />
          {behalf[user] && <span> ({t('change.for', { name: names[behalf[user]] ?? behalf[user] })})</span>}
        </li>
      ))}
    </ul>
  );
}
