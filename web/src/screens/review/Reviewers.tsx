import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { RefField } from '@/form/RefField';
import { useText } from '@/text/text';
import classes from './Review.module.css';
import type { Reviewer } from './start';

interface Props {
  readonly reviewers: readonly Reviewer[];
  readonly onChange: (reviewers: readonly Reviewer[]) => void;
}

/** Who reviews what lies in which unit; nobody named: whoever may over the whole. */
export function Reviewers({ reviewers, onChange }: Props) {
  const { t } = useText();
  const set = (at: number, part: Partial<Reviewer>) =>
    onChange(reviewers.map((one, n) => (n === at ? { ...one, ...part } : one)));
  return (
    <fieldset className={classes.reviewers}>
      <legend>{t('review.reviewers')}</legend>
      <p className={classes.quiet}>{t('review.reviewers.what')}</p>
      {reviewers.map((one, n) => (
        <div key={one.key} className={classes.reviewer}>
          <RefField
            table="user"
            label={t('review.reviewer')}
            required
            value={one.user}
            onPick={(user) => set(n, { user })}
            onChange={(event) => set(n, { user: event.currentTarget.value })}
          />
          <RefField
            table="unit"
            label={t('review.reviewer.unit')}
            value={one.unit}
            onPick={(unit) => set(n, { unit })}
            onChange={(event) => set(n, { unit: event.currentTarget.value })}
          />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('review.reviewer.remove')}
            onClick={() => onChange(reviewers.filter((_, other) => other !== n))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={() => onChange([...reviewers, { key: crypto.randomUUID(), user: '', unit: '' }])}
      >
        {t('review.reviewer.add')}
      </Button>
    </fieldset>
  );
}
