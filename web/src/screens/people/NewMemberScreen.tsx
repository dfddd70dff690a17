import { useTable } from '@/api/declared';
import { useMayOverEverything } from '@/api/record';
import { FormField } from '@/form/FormField';
import { GranteeField } from '@/form/GranteeField';
import type { Fields, OwnFieldProps } from '@/form/WriteForm';
import { Refused } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { Insert } from '@/screens/table/NewScreen';
import { Within } from './GrantForm';
import { UntilChangeField } from './UntilChangeField';

/** Who is put into the group. Not everybody who says who is in one group may look up users. */
function UserField({ draft, onSet, ...field }: OwnFieldProps) {
  const everybody = useMayOverEverything('user.view');
  const group = typeof draft.group === 'string' ? draft.group : '';
  if (everybody === undefined) return <Loading lines={1} />;
  if (!group || everybody) return <FormField {...field} />;
  return <GranteeField {...field} place={{ table: 'group', id: group }} of="users" />;
}

const fields: Fields = { user: UserField, unit: Within, until_change: UntilChangeField };

export default function NewMember() {
  const table = useTable('member');
  if (!table?.may.insert) return <Refused table="member" action="insert" />;
  return <Insert table={table} fields={fields} />;
}
