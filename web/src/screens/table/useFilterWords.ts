import type { Table } from '@/api/declared';
import { useTitle } from '@/api/titles';
import type { Filter } from '@/format/filter';
import { useText } from '@/text/text';

/** A filter as people say it: 'Currency is EUR'. */
export function useFilterWords(table: Table, filter: Filter | undefined): string | undefined {
  const { t, word } = useText();
  const column = table.columns.find((one) => one.name === filter?.column);
  const title = useTitle(column?.ref ?? '', filter?.value ?? '', column?.ref !== undefined);
  if (!filter) return undefined;
  const value = column?.enum ? word(filter.value) : title;
  return `${word(filter.column)} ${t(`op.${filter.op}`)} ${value || t('table.empty')}`;
}
