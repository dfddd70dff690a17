import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Row, useTable } from '@/api/declared';
import { useList } from '@/api/list';
import { pathOf, useMay } from '@/api/record';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { draftOf } from '@/form/draft';
import { formatDecimal } from '@/format/money';
import { formatDay } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import grid from '@/screens/table/Grid.module.css';
import { useText } from '@/text/text';
import { columnsOf, fieldsOf, initialOf, type RefColumn, sentOf, valuesOf } from './columns';

/** The rows of a reference table in the order of their keys, to be read, entered and put right. */
export function ReferenceRows({ table }: { table: Row }) {
  const { t, locale } = useText();
  const declared = useTable('reference_row');
  const list = useList('reference_row', { filter: [`reference_table=${table.id}`], sort: 'key' });
  const [doing, setDoing] = useState<Doing>();
  const columns = columnsOf(table.columns);
  const fields = fieldsOf(columns).map((field, at) =>
    columns[at]?.kind === 'boolean' ? { ...field, enum: ['true', 'false'] } : field,
  );
  const may = (verb: 'insert' | 'update' | 'delete') =>
    [`reference_row.${verb}`, 'reference_table', table.id, declared?.may[verb] === true] as const;
  const mayInsert = useMay(...may('insert'));
  const mayUpdate = useMay(...may('update'));
  const mayDelete = useMay(...may('delete'));

  const adding: Doing = {
    title: t('ref.row.new'),
    columns: fields,
    initial: draftOf(fields, {}, locale),
    writeOf: (draft) => ({
      method: 'POST',
      path: '/api/v1/reference_row',
      body: { reference_table: table.id, values: sentOf(fields, draft, locale) },
    }),
  };
  const changing = (row: Row): Doing => ({
    title: t('ref.row.edit', { key: String(row.key) }),
    columns: fields,
    initial: draftOf(fields, initialOf(row), locale),
    writeOf: (draft) => ({
      method: 'PUT',
      path: pathOf('reference_row', row.id),
      version: row.version,
      body: { reference_table: table.id, values: sentOf(fields, draft, locale) },
    }),
  });
  const removing = (row: Row): Doing => ({
    title: t('ref.row.delete', { key: String(row.key) }),
    writeOf: () => ({ method: 'DELETE', path: pathOf('reference_row', row.id), version: row.version }),
  });

  return (
    <Section
      title={t('ref.rows')}
      aside={
        mayInsert && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setDoing(adding)}
          >
            {t('ref.row.new')}
          </Button>
        )
      }
    >
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={5} />}
      {list.isSuccess && list.rows.length === 0 && <Empty title={t('ref.rows.none')}>{t('ref.rows.what')}</Empty>}
      {list.rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={grid.scroll} aria-label={String(table.name)} tabIndex={0}>
          <table className={grid.grid}>
            <thead>
              <tr>
                {columns.map(({ name, kind }) => (
                  <th key={name} scope="col" data-figure={isFigure(kind)}>
                    {name}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {list.rows.map((row) => (
                <tr key={row.id} className={grid.row}>
                  {columns.map((column, at) => (
                    <td key={column.name} data-figure={isFigure(column.kind)}>
                      <Cell column={column} row={row} linked={at === 0} />
                    </td>
                  ))}
                  <td data-figure>
                    {mayUpdate && (
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('ref.row.edit', { key: String(row.key) })}
                        onClick={() => setDoing(changing(row))}
                      >
                        <IconPencil size={15} aria-hidden />
                      </ActionIcon>
                    )}
                    {mayDelete && (
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('ref.row.delete', { key: String(row.key) })}
                        onClick={() => setDoing(removing(row))}
                      >
                        <IconTrash size={15} aria-hidden />
                      </ActionIcon>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" fullWidth loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('recon.more')}
        </Button>
      )}
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </Section>
  );
}

function isFigure(kind: string): boolean {
  return kind === 'integer' || kind === 'decimal';
}

/** One value; the first leads to the row with its history. */
function Cell({ column, row, linked }: { column: RefColumn; row: Row; linked: boolean }) {
  const shown = useShown(column.kind, valuesOf(row)[column.name]);
  if (!linked) return shown;
  return (
    <Link to="/$table/$id" params={{ table: 'reference_row', id: row.id }}>
      {shown}
    </Link>
  );
}

function useShown(kind: string, value: string | undefined): string {
  const { t, locale } = useText();
  if (value === undefined) return '–';
  if (isFigure(kind)) return formatDecimal(value, locale);
  if (kind === 'date') return formatDay(value, locale);
  if (kind === 'boolean') return t(value === 'true' ? 'table.yes' : 'table.no');
  return value;
}
