import { useTable } from '@/api/declared';
import { Refused } from '@/parts/Problem';
import { Insert } from '@/screens/table/NewScreen';
import { ColumnsField } from './ColumnsField';

/** A new reference table; whoever makes it administers it. */
export default function NewReference() {
  const table = useTable('reference_table');
  if (!table?.may.insert) return <Refused table="reference_table" action="insert" />;
  return (
    <Insert
      table={table}
      fields={{ columns: ColumnsField }}
      first={{ columns: [{ name: '', kind: 'text', key: true }] }}
    />
  );
}
