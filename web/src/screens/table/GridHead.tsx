import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Column } from '@/api/declared';
import { nextSort } from '@/format/filter';
import { useText } from '@/text/text';
import classes from './Grid.module.css';
import { isFigure } from './GridRow';

interface Props {
  readonly columns: readonly Column[];
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
}

export function GridHead({ columns, sort, onSort }: Props) {
  const { t, word, said } = useText();
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => {
          const up = sort === column.name;
          const down = sort === `-${column.name}`;
          return (
            <th
              key={column.name}
              scope="col"
              data-figure={isFigure(column)}
              aria-sort={up ? 'ascending' : down ? 'descending' : undefined}
              title={said(column.doc)}
            >
              {column.sort ? (
                <button
                  type="button"
                  className={classes.sort}
                  onClick={() => onSort(nextSort(sort, column.name))}
                  aria-label={t('table.sort', { column: word(column.name) })}
                >
                  {word(column.name)}
                  {up && <IconArrowUp size={13} aria-hidden />}
                  {down && <IconArrowDown size={13} aria-hidden />}
                </button>
              ) : (
                word(column.name)
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
