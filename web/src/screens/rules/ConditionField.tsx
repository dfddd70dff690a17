import { Textarea } from '@mantine/core';
import type { OwnFieldProps } from '@/form/WriteForm';
import { useText } from '@/text/text';
import { useWatched } from './answers';
import classes from './Rules.module.css';

/** When the rule holds, with the names that its condition may use. */
export function ConditionField({ column, entered, error, draft, onChange }: OwnFieldProps) {
  const { t, word, said } = useText();
  const columns = useWatched().data?.find(({ name }) => name === draft.subject)?.columns ?? [];
  return (
    <div className={classes.wide}>
      <Textarea
        label={word(column.name)}
        description={said(column.doc)}
        placeholder={'after.kind != "intercompany" && after.amount_minor > 1000000'}
        error={error}
        value={String(entered)}
        onChange={(event) => onChange(event.currentTarget.value)}
        autosize
        minRows={2}
        classNames={{ input: classes.code ?? '' }}
        spellCheck={false}
      />
      {columns.length > 0 && (
        <details className={classes.names}>
          <summary>{t('rules.columns', { n: columns.length })}</summary>
          <p>
            <code>before.</code>, <code>after.</code> {columns.map((name) => `${name}`).join(', ')};{' '}
            <code>actor.id</code>, <code>actor.unit</code>, <code>now</code>
          </p>
        </details>
      )}
    </div>
  );
}
