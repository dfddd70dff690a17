import { Radio } from '@mantine/core';
import type { OwnFieldProps } from '@/form/WriteForm';
import { useText } from '@/text/text';
import classes from './Duty.module.css';
import { ofKind } from './fields';

const kinds = ['static', 'dynamic', 'wall'] as const;
const modes = ['refuse', 'except', 'report'] as const;

/** What the rule keeps apart: what is held, what is done, or where people belong. */
export function KindField({ entered, error, onSet }: OwnFieldProps) {
  const { t } = useText();
  return (
    <Radio.Group
      className={classes.wide}
      label={t('duty.form.kind')}
      error={error}
      withAsterisk
      value={String(entered)}
      onChange={(kind) => onSet(ofKind(kind))}
    >
      <div className={classes.ways}>
        {kinds.map((kind) => (
          <Radio
            key={kind}
            value={kind}
            label={t(`duty.form.kind.${kind}`)}
            description={t(`duty.form.kind.${kind}.what`)}
          />
        ))}
      </div>
    </Radio.Group>
  );
}

/** What becomes of whoever would break it. */
export function ModeField({ entered, error, onChange }: OwnFieldProps) {
  const { t } = useText();
  return (
    <Radio.Group
      className={classes.wide}
      label={t('duty.form.mode')}
      error={error}
      withAsterisk
      value={String(entered)}
      onChange={onChange}
    >
      <div className={classes.ways}>
        {modes.map((mode) => (
          <Radio key={mode} value={mode} label={t(`duty.form.mode.${mode}`)} description={t(`duty.mode.${mode}`)} />
        ))}
      </div>
    </Radio.Group>
  );
}
