import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Column, Row, Table } from '@/api/declared';
import { useText } from '@/text/text';
import classes from './Grid.module.css';
import { GridHead } from './GridHead';
import { GridRow } from './GridRow';
import { useRowKeys } from './useRowKeys';

interface Props {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Whether the server has more rows than these. */
  readonly more: boolean;
  readonly onMore: () => void;
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
}

const rowHeight = 34;
const overscan = 12;

/** Rows as a real table of which only those in sight are drawn; the next page comes as one nears the end. */
export function Grid({ table, columns, rows, more, onMore, sort, onSort }: Props) {
  const { plural } = useText();
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: top,
  });
  const { current, setCurrent } = useRowKeys(rows.length, (index) => virtual.scrollToIndex(index), body);
  const drawn = virtual.getVirtualItems();
  const first = drawn[0];
  const last = drawn.at(-1);

  useEffect(() => setTop(offsetOf(body.current)), []);
  useEffect(() => {
    if (more && last && last.index >= rows.length - overscan) onMore();
  }, [more, last, rows.length, onMore]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className={classes.scroll} aria-label={plural(table.name)} tabIndex={0}>
      <table className={classes.grid} aria-rowcount={more ? -1 : rows.length + 1}>
        <GridHead columns={columns} sort={sort} onSort={onSort} />
        <tbody ref={body}>
          {first && <Gap height={first.start - top} columns={columns.length} />}
          {drawn.map(({ index }) => {
            const row = rows[index];
            return (
              row && (
                <GridRow
                  key={row.id}
                  table={table}
                  columns={columns}
                  row={row}
                  index={index}
                  current={index === current}
                  onEnter={setCurrent}
                />
              )
            );
          })}
          {last && <Gap height={virtual.getTotalSize() - (last.end - top)} columns={columns.length} />}
        </tbody>
      </table>
    </section>
  );
}

/** The height of rows that are not drawn. */
function Gap({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className={classes.gap}>
      <td colSpan={columns} height={height} />
    </tr>
  );
}

function offsetOf(element: HTMLElement | null): number {
  return (element?.getBoundingClientRect().top ?? 0) + window.scrollY;
}
