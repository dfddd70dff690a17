import { NativeSelect, TextInput } from '@mantine/core';
import { useHolds, useMe } from '@/api/me';
import { RefField } from '@/form/RefField';
import { TimeField } from '@/form/TimeField';
import { useText } from '@/text/text';
import { AskForm } from './AskForm';
import { type ExplorerAsked, isWhole, type Mode, modes } from './explorer';
import { PermissionField } from './PermissionField';
import { Which } from './Which';

interface Props {
  readonly mode: Mode;
  readonly draft: ExplorerAsked;
  readonly onChange: (part: Partial<ExplorerAsked>) => void;
  readonly onAsk: () => void;
}

/** The question in words, with a picker for each of them. */
export function Question({ mode, draft, onChange, onAsk }: Props) {
  const { t } = useText();
  const others = useHolds()('access.why');
  return (
    <AskForm whole={isWhole(mode, draft)} onAsk={onAsk} note={!others && t('access.own', { permission: 'access.why' })}>
      <NativeSelect
        label={t('access.question')}
        value={mode}
        onChange={(event) => onChange({ ask: event.currentTarget.value })}
        data={modes
          .filter((one) => others || one !== 'who')
          .map((one) => ({ value: one, label: t(`access.mode.${one}`) }))}
      />
      {mode !== 'who' && <Who draft={draft} onChange={onChange} />}
      {mode !== 'what' && (
        <>
          <PermissionField
            label={t('access.do')}
            value={draft.permission}
            onPick={(permission) => onChange({ permission })}
          />
          <Which
            labels={[t('access.on'), t('access.which')]}
            none={t('access.everything')}
            table={draft.table}
            id={draft.id}
            onChange={onChange}
          />
        </>
      )}
      <TimeField
        label={t('access.asOf')}
        description={t('access.now')}
        value={draft.as_of}
        onPick={(as_of) => onChange({ as_of })}
        onChange={undefined}
      />
    </AskForm>
  );
}

/** Anybody may ask about themselves; about others, who may. */
function Who({ draft, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  const { t } = useText();
  const others = useHolds()('access.why');
  const { user } = useMe();
  if (!others) return <TextInput label={t('access.who')} value={user.name} readOnly />;
  return (
    <RefField
      label={t('access.who')}
      table="user"
      value={draft.user}
      onPick={(id) => onChange({ user: id })}
      onChange={(event) => onChange({ user: event.currentTarget.value })}
    />
  );
}
