import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '@/text/text';
import classes from './States.module.css';

/** Nothing is here: what this is for, and the first step. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      <p>{children}</p>
      {action}
    </div>
  );
}

const lineNames = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

/** Lines of the height of what comes, so that nothing jumps when it is there. */
export function Loading({ lines = 3 }: { lines?: number }) {
  const { t } = useText();
  return (
    <output className={classes.loading} aria-label={t('state.loading')}>
      {lineNames.slice(0, lines).map((name) => (
        <Skeleton key={name} height={18} radius="sm" />
      ))}
    </output>
  );
}
