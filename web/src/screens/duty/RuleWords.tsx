import type { ReactNode } from 'react';
import type { DutyRule } from '@/api/duty';
import { RecordLink } from '@/parts/RecordLink';
import { useText } from '@/text/text';
import classes from './Duty.module.css';
import { togetherOf } from './words';

/** What a rule says, as a sentence and the things it is about. */
export function RuleWords({ rule }: { rule: DutyRule }) {
  switch (rule.kind) {
    case 'static':
      return <Static rule={rule} />;
    case 'dynamic':
      return <Dynamic rule={rule} />;
    case 'wall':
      return <Wall rule={rule} />;
  }
}

function Static({ rule }: { rule: DutyRule }) {
  const { t } = useText();
  const { roles = [], permissions = [] } = rule;
  const { key, n } = togetherOf(roles.length + permissions.length, rule.too_many ?? 0);
  return (
    <div className={classes.says}>
      <p>{t(key, { n })}</p>
      <ul className={classes.apart}>
        {roles.map((role) => (
          <li key={role}>
            <RecordLink table="role" id={role} />
          </li>
        ))}
        {permissions.map((permission) => (
          <li key={permission}>
            <Permission name={permission} />
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>
        {rule.unit ? (
          <>
            {t('duty.in')} <RecordLink table="unit" id={rule.unit} />{' '}
            {t(rule.within === 'scope' ? 'duty.in.scope' : 'duty.in.everywhere')}
          </>
        ) : (
          t(rule.within === 'scope' ? 'duty.within.scope' : 'duty.within.everywhere')
        )}
      </p>
    </div>
  );
}

function Dynamic({ rule: { duties = [] } }: { rule: DutyRule }) {
  const { t } = useText();
  return (
    <div className={classes.says}>
      <p>{t('duty.dynamic')}</p>
      <ol className={classes.apart}>
        {duties.map(({ actions }) => (
          <li key={actions.join(' ')}>
            {actions.map((action, n) => (
              <span key={action}>
                {n > 0 && ` ${t('duty.or')} `}
                <Permission name={action} />
              </span>
            ))}
          </li>
        ))}
      </ol>
      <p className={classes.quiet}>{t('duty.dynamic.what')}</p>
    </div>
  );
}

function Wall({ rule }: { rule: DutyRule }) {
  const { t } = useText();
  return (
    <div className={classes.says}>
      <p>{t('duty.wall')}</p>
      <ul className={classes.apart}>
        <Side unit={rule.left_unit} group={rule.left_group} />
        <Side unit={rule.right_unit} group={rule.right_group} />
      </ul>
      <p className={classes.quiet}>{t('duty.wall.what')}</p>
    </div>
  );
}

function Side({ unit, group }: { unit: string | undefined; group: string | undefined }): ReactNode {
  const { word } = useText();
  const [table, id] = unit ? (['unit', unit] as const) : (['group', group ?? ''] as const);
  return (
    <li>
      {word(table)} <RecordLink table={table} id={id} />
    </li>
  );
}

function Permission({ name }: { name: string }) {
  const { word } = useText();
  return <span title={name}>{word(name)}</span>;
}
