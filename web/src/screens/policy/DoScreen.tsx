import { useParams } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import type { Fields } from '@/form/WriteForm';
import { ProblemNote, Refused } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { Do } from '@/screens/table/CommandScreen';
import { TicketFormField } from './TicketFormField';
import { TicketRulesField } from './TicketRulesField';

const fields: Fields = { ticket_rules: TicketRulesField, ticket_pattern: TicketFormField };

/** A command on the access policy: which actions need a ticket is chosen in words. */
export default function DoScreen() {
  const { id, command } = useParams({ from: '/access_policy/$id/do/$command' });
  const table = useTable('access_policy');
  const policy = useRecord('access_policy', id);
  if (!table) return <Refused table="access_policy" action={command} />;
  if (policy.isError) return <ProblemNote level="h1" error={policy.error} onRetry={policy.refetch} />;
  if (!policy.data) return <Loading lines={6} />;
  return <Do table={table} row={policy.data} verb={command} fields={fields} />;
}
