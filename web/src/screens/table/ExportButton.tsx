import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Column, Row } from '@/api/declared';
import { fetchPage, type Wanted } from '@/api/list';
import { csvOf } from '@/format/csv';
import { ProblemNote } from '@/parts/Problem';
import { useText } from '@/text/text';

/** The most rows that the server gives at once. */
const pageSize = 1000;

/** Saves what the grid shows, all rows of it, in its columns and order. */
export function ExportButton({
  table,
  columns,
  wanted,
}: {
  table: string;
  columns: readonly Column[];
  wanted: Wanted;
}) {
  const { t } = useText();
  const [count, setCount] = useState<number>();
  const [error, setError] = useState<unknown>();

  async function save() {
    setError(undefined);
    setCount(0);
    try {
      const rows = await allRows(table, wanted, setCount);
      download(`${table}.csv`, csvOf(columns, rows));
    } catch (reason) {
      setError(reason);
    } finally {
      setCount(undefined);
    }
  }

  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconDownload size={14} aria-hidden />}
        onClick={save}
        disabled={count !== undefined}
      >
        {count === undefined ? t('table.export') : t('table.exporting', { n: count })}
      </Button>
      {error !== undefined && <ProblemNote error={error} onRetry={save} />}
    </>
  );
}

async function allRows(
  table: string,
  { filter, sort }: Wanted,
  progress: (count: number) => void,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const page: Awaited<ReturnType<typeof fetchPage>> = await fetchPage(
      table,
      { ...(filter && { filter }), ...(sort && { sort }), export: true },
      pageSize,
      cursor,
    );
    rows.push(...page.items);
    progress(rows.length);
    cursor = page.next;
  }
  return rows;
}

/** The mark at the beginning lets spreadsheets read the file as UTF-8. */
function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
