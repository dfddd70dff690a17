import { useTable } from '@/api/declared';
import { Refused } from '@/parts/Problem';
import { Insert } from '@/screens/table/NewScreen';

/** What its keeper says of a token; the server draws the secret, which is shown once. */
const asked: ReadonlySet<string> = new Set(['user', 'name', 'expires_at']);

/** A token for a service that one answers for. */
export default function NewToken() {
  const table = useTable('api_token');
  if (!table?.may.insert) return <Refused table="api_token" action="insert" />;
  return <Insert table={{ ...table, columns: table.columns.filter(({ name }) => asked.has(name)) }} />;
}
