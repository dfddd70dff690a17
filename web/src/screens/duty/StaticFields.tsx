import { MultiSelect, NumberInput, Radio } from '@mantine/core';
import { useNames } from '@/api/titles';
import { RefField } from '@/form/RefField';
import type { OwnFieldProps } from '@/form/WriteForm';
import { grouped } from '@/format/grouped';
import { useText } from '@/text/text';
import { usePermissions } from '../access/answers';
import classes from './Duty.module.css';
import { recordOf } from './fields';

const linesOf = (entered: unknown) => String(entered).split('\n').filter(Boolean);

/** The roles of which nobody holds too many. */
export function RolesField({ entered, error, draft, onChange }: OwnFieldProps) {
  const { t } = useText();
  const names = useNames('role', draft.kind === 'static').data;
  if (draft.kind !== 'static') return null;
  return (
    <MultiSelect
      label={t('duty.form.roles')}
      description={t('duty.form.roles.what')}
      error={error}
      data={[...(names?.byId ?? [])].map(([value, label]) => ({ value, label }))}
      value={linesOf(entered)}
      onChange={(roles) => onChange(roles.join('\n'))}
      searchable
      clearable
      limit={100}
    />
  );
}

/** The permissions of which nobody holds too many, by what they are about. */
export function PermissionsField({ entered, error, draft, onChange }: OwnFieldProps) {
  const { t, word } = useText();
  const all = usePermissions().data?.items ?? [];
  if (draft.kind !== 'static') return null;
  const data = [...grouped(all, recordOf)].map(([record, list]) => ({
    group: word(record),
    items: list.map((permission) => ({ value: permission, label: word(permission) })),
  }));
  return (
    <MultiSelect
      label={t('duty.form.permissions')}
      description={t('duty.form.permissions.what')}
      error={error}
      data={data}
      value={linesOf(entered)}
      onChange={(permissions) => onChange(permissions.join('\n'))}
      searchable
      clearable
      limit={100}
    />
  );
}

/** How many of them one person may hold: one less than are too many. */
export function HowManyField({ entered, error, draft, onChange }: OwnFieldProps) {
  const { t } = useText();
  if (draft.kind !== 'static') return null;
  const items = linesOf(draft.roles ?? '').length + linesOf(draft.permissions ?? '').length;
  const may = Math.max(1, Number(entered || 2) - 1);
  return (
    <NumberInput
      label={t('duty.form.many')}
      description={items > 1 ? t('duty.form.many.of', { n: items, may }) : t('duty.form.many.what')}
      error={error}
      min={1}
      max={Math.max(1, items - 1)}
      allowDecimal={false}
      value={may}
      onChange={(n) => onChange(String(Number(n || 1) + 1))}
    />
  );
}

/** Wherever they are held, or where one reaches to where the other does. */
export function WithinField({ entered, error, draft, onChange }: OwnFieldProps) {
  const { t } = useText();
  if (draft.kind !== 'static') return null;
  return (
    <Radio.Group
      label={t('duty.form.within')}
      error={error}
      value={String(entered) || 'everywhere'}
      onChange={onChange}
    >
      <div className={classes.ways}>
        <Radio
          value="everywhere"
          label={t('duty.form.within.everywhere')}
          description={t('duty.form.within.everywhere.what')}
        />
        <Radio value="scope" label={t('duty.form.within.scope')} description={t('duty.form.within.scope.what')} />
      </div>
    </Radio.Group>
  );
}

/** The one unit that the rule is about, or none. */
export function UnitField({ entered, error, draft, onChange }: OwnFieldProps) {
  const { t } = useText();
  if (draft.kind !== 'static') return null;
  return (
    <RefField
      label={t('duty.form.unit')}
      description={t('duty.form.unit.what')}
      error={error}
      table="unit"
      value={String(entered)}
      onPick={onChange}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
