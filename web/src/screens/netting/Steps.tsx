import { IconCheck } from '@tabler/icons-react';
import type { Row, Table } from '@/api/declared';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './Cycle.module.css';

/** The states of a cycle as one line: what is done, where it stands, what comes. */
export function Steps({ row, table }: { row: Row; table: Table }) {
  const { t, word } = useText();
  const states = table.columns.find((column) => column.name === 'state')?.enum ?? [];
  const now = states.indexOf(String(row.state));
  return (
    <Section title={t('cycle.steps')}>
      <ol className={classes.steps}>
        {states.map((state, n) => (
          <li
            key={state}
            data-at={n < now ? 'done' : n === now ? 'now' : 'next'}
            aria-current={n === now ? 'step' : undefined}
          >
            <span className={classes.dot}>{n < now && <IconCheck size={12} aria-label={t('cycle.step.done')} />}</span>
            {word(state)}
          </li>
        ))}
      </ol>
    </Section>
  );
}
