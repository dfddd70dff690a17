import { Checkbox } from '@mantine/core';
import type { ChangedRow } from '@/api/change';
import type { Image } from '@/format/difference';
import { useText } from '@/text/text';
import classes from './ChangedRows.module.css';
import { Difference } from './Difference';
import { RecordLink, RowName } from './RecordLink';

/** Which rows an agreement leaves out, by their keys. */
export interface LeftOut {
  readonly out: ReadonlySet<string>;
  readonly toggle?: (key: string) => void;
}

export const keyOf = (row: Pick<ChangedRow, 'table' | 'id'>) => `${row.table}/${row.id}`;

interface ChangedRowsProps {
  readonly rows: readonly ChangedRow[];
  readonly leftOut?: LeftOut;
}

/** The rows of a planned or held change, each before and after; those of many can be left out. */
export function ChangedRows({ rows, leftOut }: ChangedRowsProps) {
  const { t } = useText();
  return rows.map((row) => (
    <article key={keyOf(row)} className={classes.row} data-out={leftOut?.out.has(keyOf(row)) || undefined}>
      <RowHead row={row} leftOut={leftOut} />
      {row.op === 'touch' || !(row.before || row.after) ? (
        <p className={classes.note}>{t(row.op === 'touch' ? 'change.touched' : 'change.unseen')}</p>
      ) : (
        <Difference
          table={row.table}
          before={imageOf(row.before)}
          after={imageOf(row.after)}
          changed={row.op === 'update' ? row.changed : []}
        />
      )}
    </article>
  ));
}

function RowHead({ row, leftOut }: { row: ChangedRow; leftOut: LeftOut | undefined }) {
  const { t, word } = useText();
  const { out, toggle } = leftOut ?? {};
  return (
    <header className={classes.head}>
      <span className={classes.name}>
        {toggle && row.op !== 'touch' && (
          <Checkbox
            size="sm"
            aria-label={t('change.row.agree', { table: word(row.table), id: row.id })}
            checked={!out?.has(keyOf(row))}
            onChange={() => toggle(keyOf(row))}
          />
        )}
        <span>
          {word(row.table)}{' '}
          {row.op === 'insert' ? (
            <RowName table={row.table} row={{ id: row.id, ...imageOf(row.after) }} />
          ) : (
            <RecordLink table={row.table} id={row.id} />
          )}
        </span>
      </span>
      <span className={classes.op}>{out?.has(keyOf(row)) ? t('change.row.out') : t(`change.op.${row.op}`)}</span>
    </header>
  );
}

/** The images are JSON objects of the row's columns; the document leaves them open. */
function imageOf(image: unknown): Image | undefined {
  return typeof image === 'object' && image !== null ? (image as Image) : undefined;
}
