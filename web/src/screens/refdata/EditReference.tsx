import { useParams } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { ProblemNote, Refused } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { Edit } from '@/screens/table/EditScreen';
import { ColumnsField } from './ColumnsField';

/** What a reference table is called and what its rows say. */
export default function EditReference() {
  const { id = '' } = useParams({ strict: false });
  const table = useTable('reference_table');
  const record = useRecord('reference_table', id);
  if (!table?.may.update) return <Refused table="reference_table" action="update" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  return (
    <Edit
      key={id}
      table={table}
      first={record.data}
      fields={{ columns: ColumnsField }}
      onReload={() => location.reload()}
    />
  );
}
