import { IconAlertTriangle } from '@tabler/icons-react';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty } from '@/parts/States';
import { useText } from '@/text/text';
import type { Case } from './answers';
import type { Outcome } from './outcome';
import { SetDrawing } from './SetDrawing';
import classes from './Sets.module.css';
import { Told } from './Told';

/** One account, process, rule or user: who could bring the outcome about there. */
export function CaseSection({ one, outcome }: { one: Case; outcome: Outcome }) {
  const { t, word } = useText();
  const { on, smallest, already, blocked = [], groups } = one;
  const title = on.id ? one.name : t('access.somebody');
  return (
    <Section
      title={title}
      aside={
        on.id && (
          <RecordLink table={on.table} id={on.id}>
            {word(on.table)}
          </RecordLink>
        )
      }
    >
      <div className={classes.case}>
        {one.alarm && (
          <p className={classes.alarm} role="alert">
            <IconAlertTriangle size={22} stroke={1.8} aria-hidden />
            <span>
              <strong>{t('access.alone')}.</strong> {t('access.alone.what')}
            </span>
          </p>
        )}
        {smallest > 1 && <p>{t('access.together', { n: smallest })}.</p>}
        {already && (
          <p>
            {t('access.already')}: <Told text={already} />
          </p>
        )}
        {smallest === 0 && !already && <Empty title={t('access.none')}>{t('access.none.what')}</Empty>}
        {groups.map((group) => (
          <SetDrawing
            key={JSON.stringify([group.way, group.members.map(({ example }) => example.person)])}
            group={group}
            outcome={outcome}
          />
        ))}
        {one.more > 0 && <p>{t('access.groups.more', { n: one.more })}</p>}
        {!one.all && <p>{t('access.cut')}</p>}
        {blocked.length > 0 && (
          <section>
            <h3>{t('access.blocked')}</h3>
            <ul>
              {blocked.map((text) => (
                <li key={text}>
                  <Told text={text} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Section>
  );
}
