import type { Row, Table } from '@/api/declared';
import { Value } from '@/parts/Value';
import { useText } from '@/text/text';
import classes from './RecordScreen.module.css';

export function Fields({ table, row }: { table: Table; row: Row }) {
  const { word, said } = useText();
  return (
    <dl className={classes.fields}>
      {table.columns.map((column) => (
        <div key={column.name}>
          <dt title={said(column.doc)}>{word(column.name)}</dt>
          <dd>
            <Value column={column} value={row[column.name]} row={row} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
