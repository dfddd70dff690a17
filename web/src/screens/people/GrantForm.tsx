import { useParams } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { placeOf } from '@/api/grantable';
import { useMayOverEverything, useRecord } from '@/api/record';
import { FormField } from '@/form/FormField';
import { GranteeField } from '@/form/GranteeField';
import type { Fields, OwnFieldProps } from '@/form/WriteForm';
import { ProblemNote, Refused } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { ScopeFields } from '@/screens/access/ScopeFields';
import { Edit } from '@/screens/table/EditScreen';
import { Insert } from '@/screens/table/NewScreen';
import classes from './People.module.css';

/** How far the role reaches, with the unit or the record by its name; all three columns in one. */
function ScopeField({ draft, error, onSet }: OwnFieldProps) {
  const said = (name: string) => String(draft[name] ?? '');
  return (
    <div className={classes.scope}>
      <ScopeFields
        draft={{ scope: said('scope'), scope_table: said('scope_table'), scope_record: said('scope_record') }}
        onChange={(part) => onSet({ scope: said('scope') || 'everything', ...part })}
      />
      {error && (
        <p className={classes.fault} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** What is asked with another field, or filled in from it, says here what is wrong with it. */
export function Within({ error }: OwnFieldProps) {
  return (
    error && (
      <p className={classes.fault} role="alert">
        {error}
      </p>
    )
  );
}

/** Who is granted it. Not everybody who gives the roles of one record may look up users and groups. */
function HolderField({ draft, onSet, ...field }: OwnFieldProps) {
  const { name } = field.column;
  const everybody = useMayOverEverything(`${name}.view`);
  const place = placeOf(draft.scope, draft.scope_table, draft.scope_record);
  if (!place || everybody !== false) return <FormField {...field} />;
  return <GranteeField {...field} place={place} of={name === 'user' ? 'users' : 'groups'} />;
}

function RoleField({ draft, onSet, ...field }: OwnFieldProps) {
  const seen = useTable('role')?.may.view === true;
  const place = placeOf(draft.scope, draft.scope_table, draft.scope_record);
  if (!place || seen) return <FormField {...field} />;
  return <GranteeField {...field} place={place} of="roles" />;
}

/** A new grant keeps the reason and ticket of its change, which are asked for before it is made. */
const ofNew: Fields = { reason: Within, ticket: Within };

const fields: Fields = {
  user: HolderField,
  group: HolderField,
  role: RoleField,
  scope: ScopeField,
  scope_table: Within,
  scope_record: Within,
  record_unit: Within,
};

export function NewGrant() {
  const table = useTable('grant');
  const everywhere = useMayOverEverything('grant.insert');
  const unit = useTable('unit')?.may.view === true;
  if (!table?.may.insert) return <Refused table="grant" action="insert" />;
  if (everywhere === undefined) return <Loading lines={6} />;
  return (
    <Insert
      table={table}
      fields={{ ...fields, ...ofNew }}
      first={{ scope: everywhere ? 'everything' : unit ? 'unit' : 'record' }}
    />
  );
}

export function EditGrant() {
  const { id = '' } = useParams({ strict: false });
  const table = useTable('grant');
  const record = useRecord('grant', id);
  if (!table?.may.update) return <Refused table="grant" action="update" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  return <Edit key={id} table={table} first={record.data} fields={fields} onReload={() => location.reload()} />;
}
