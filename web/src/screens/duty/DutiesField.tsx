import { ActionIcon, Button, Fieldset, MultiSelect } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { OwnFieldProps } from '@/form/WriteForm';
import { useText } from '@/text/text';
import { usePermissions } from '../access/answers';
import classes from './Duty.module.css';
import { actsBy, dutiesOf, recordOf, textOf } from './fields';

/** What different people do to one record: each line by somebody else. */
export function DutiesField({ entered, error, draft, onChange }: OwnFieldProps) {
  const { t, word } = useText();
  const all = usePermissions().data?.items ?? [];
  if (draft.kind !== 'dynamic') return null;
  const duties = dutiesOf(String(entered));
  const chosen = duties.flat();
  const set = (next: readonly (readonly string[])[]) => onChange(textOf(next));
  const about = [...new Set(chosen.map(recordOf))].map(word).join(', ');
  return (
    <Fieldset legend={t('duty.form.duties')} className={classes.wide}>
      <p className={classes.quiet}>
        {about ? t('duty.form.duties.about', { records: about }) : t('duty.form.duties.what')}
      </p>
      {error && (
        <p className={classes.fault} role="alert">
          {error}
        </p>
      )}
      {duties.map((actions, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a duty is its place in the list
        <div key={at} className={classes.duty}>
          <MultiSelect
            label={t('duty.form.person', { n: at + 1 })}
            description={at === 0 ? t('duty.form.person.what') : undefined}
            data={[...actsBy(all, chosen)].map(([record, list]) => ({
              group: word(record),
              items: list
                .filter((act) => actions.includes(act) || !chosen.includes(act))
                .map((act) => ({ value: act, label: word(act) })),
            }))}
            value={[...actions]}
            onChange={(next) => set(duties.with(at, next))}
            searchable
            limit={100}
          />
          {duties.length > 2 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('duty.form.person.remove', { n: at + 1 })}
              onClick={() => set(duties.toSpliced(at, 1))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          )}
        </div>
      ))}
      <Button
        variant="default"
        size="compact-sm"
        disabled={duties.some((actions) => actions.length === 0)}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set([...duties, []])}
      >
        {t('duty.form.duties.add')}
      </Button>
    </Fieldset>
  );
}
