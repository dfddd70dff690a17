import type { ChangedRow } from '@/api/change';
import type { Image } from '@/format/difference';
import { useText } from '@/text/text';
import classes from './ChangedRows.module.css';
import { Difference } from './Difference';
import { RecordLink, RowName } from './RecordLink';

/** The rows of a planned or held change, each before and after. */
export function ChangedRows({ rows }: { rows: readonly ChangedRow[] }) {
  const { t } = useText();
  return rows.map((row) => (
    <article key={`${row.table}/${row.id}`} className={classes.row}>
      <RowHead row={row} />
      {row.op === 'touch' ? (
        <p className={classes.note}>{t('change.touched')}</p>
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

function RowHead({ row }: { row: ChangedRow }) {
  const { t, word } = useText();
  return (
    <header className={classes.head}>
      <span>
        {word(row.table)}{' '}
        {row.op === 'insert' ? (
          <RowName table={row.table} row={{ id: row.id, ...imageOf(row.after) }} />
        ) : (
          <RecordLink table={row.table} id={row.id} />
        )}
      </span>
      <span className={classes.op}>{t(`change.op.${row.op}`)}</span>
    </header>
  );
}

/** The images are JSON objects of the row's columns; the document leaves them open. */
function imageOf(image: unknown): Image | undefined {
  return typeof image === 'object' && image !== null ? (image as Image) : undefined;
}
