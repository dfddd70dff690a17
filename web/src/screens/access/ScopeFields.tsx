import { NativeSelect } from '@mantine/core';
import { RefField } from '@/form/RefField';
import { useText } from '@/text/text';
import { Which } from './Which';
import { wholeTables } from './wholeTables';

/** How far a grant reaches, as its row says it. */
export interface ScopeDraft {
  readonly scope: string;
  readonly scope_table: string;
  readonly scope_record: string;
}

const kinds = ['everything', 'unit', 'record', 'table'] as const;

/** Whether the scope names all that it needs. */
export function isScoped({ scope, scope_table, scope_record }: ScopeDraft): boolean {
  if (scope === 'unit') return scope_record !== '';
  if (scope === 'table') return scope_table !== '';
  return scope !== 'record' || (scope_table !== '' && scope_record !== '');
}

/** The scope of a grant that would be given. */
export function ScopeFields({ draft, onChange }: { draft: ScopeDraft; onChange: (part: Partial<ScopeDraft>) => void }) {
  const { t, word } = useText();
  const record = (scope_record: string) => onChange({ scope_record });
  return (
    <>
      <NativeSelect
        label={t('access.scope')}
        value={draft.scope || 'everything'}
        onChange={({ currentTarget: { value: scope } }) =>
          onChange({ scope, scope_table: scope === 'table' ? wholeTables[0] : '', scope_record: '' })
        }
        data={kinds.map((one) => ({ value: one, label: t(`access.scope.${one}`) }))}
      />
      {draft.scope === 'table' && (
        <NativeSelect
          label={word('table')}
          value={draft.scope_table}
          onChange={(event) => onChange({ scope_table: event.currentTarget.value })}
          data={wholeTables.map((one) => ({ value: one, label: t(`access.scope.every.${one}`) }))}
        />
      )}
      {(draft.scope === 'unit' || draft.scope === 'table') && (
        <RefField
          label={draft.scope === 'table' ? t('access.scope.ofUnit') : word('unit')}
          table="unit"
          value={draft.scope_record}
          onPick={record}
          onChange={(event) => record(event.currentTarget.value)}
        />
      )}
      {draft.scope === 'record' && (
        <Which
          labels={[word('table'), word('scope_record')]}
          none=""
          table={draft.scope_table}
          id={draft.scope_record}
          onChange={({ table, id }) =>
            onChange({
              ...(table !== undefined && { scope_table: table }),
              ...(id !== undefined && { scope_record: id }),
            })
          }
        />
      )}
    </>
  );
}
