import { useParams } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { useMayOverEverything, useRecord } from '@/api/record';
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

/** What is asked with another field says here what is wrong with it. */
function Within({ error }: OwnFieldProps) {
  return (
    error && (
      <p className={classes.fault} role="alert">
        {error}
      </p>
    )
  );
}

const fields: Fields = { scope: ScopeField, scope_table: Within, scope_record: Within };

export function NewGrant() {
  const table = useTable('grant');
  const everywhere = useMayOverEverything('grant.insert');
  if (!table?.may.insert) return <Refused table="grant" action="insert" />;
  if (everywhere === undefined) return <Loading lines={6} />;
  return <Insert table={table} fields={fields} first={{ scope: everywhere ? 'everything' : 'unit' }} />;
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
