import { useParams } from '@tanstack/react-router';
import { type Table, useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import type { Fields } from '@/form/WriteForm';
import { ProblemNote, Refused } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { Edit } from '@/screens/table/EditScreen';
import { Insert } from '@/screens/table/NewScreen';
import { DutiesField } from './DutiesField';
import { FaultOf } from './FaultOf';
import { order } from './fields';
import { KindField, ModeField } from './KindField';
import { HowManyField, PermissionsField, RolesField, UnitField, WithinField } from './StaticFields';
import { WallField } from './WallField';
import { WouldBreak } from './WouldBreak';

/** Only what the chosen kind of rule needs is asked, in words. */
const fields: Fields = {
  kind: KindField,
  roles: RolesField,
  permissions: PermissionsField,
  too_many: HowManyField,
  within: WithinField,
  unit: UnitField,
  duties: DutiesField,
  left_unit: WallField,
  right_unit: FaultOf,
  left_group: FaultOf,
  right_group: FaultOf,
  mode: ModeField,
};

function ordered(table: Table): Table {
  return { ...table, columns: table.columns.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name)) };
}

export function NewDuty() {
  const table = useTable('duty_rule');
  if (!table?.may.insert) return <Refused table="duty_rule" action="insert" />;
  const first = { kind: 'static', mode: 'refuse', enabled: true, within: 'everywhere', too_many: 2 };
  return <Insert table={ordered(table)} fields={fields} first={first} beside={WouldBreak} />;
}

export function EditDuty() {
  const { id = '' } = useParams({ strict: false });
  const table = useTable('duty_rule');
  const record = useRecord('duty_rule', id);
  if (!table?.may.update) return <Refused table="duty_rule" action="update" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  return (
    <Edit
      key={id}
      table={ordered(table)}
      first={record.data}
      fields={{ ...fields, kind: FaultOf }}
      beside={WouldBreak}
      onReload={() => location.reload()}
    />
  );
}
