import { NativeSelect } from '@mantine/core';
import { RefField } from '@/form/RefField';
import { useText } from '@/text/text';
import { AskForm } from './AskForm';
import { changeOf, kindOf, kinds, type WouldAsked } from './change';
import { ScopeFields } from './ScopeFields';

interface Props {
  readonly draft: WouldAsked;
  readonly onChange: (part: Partial<WouldAsked>) => void;
  readonly onAsk: () => void;
}

/** A grant or membership that is not there yet, one that would end, a move, or a suspension. */
export function Would({ draft, onChange, onAsk }: Props) {
  const { t } = useText();
  return (
    <AskForm asking={t('access.would.ask')} whole={changeOf(draft) !== undefined} onAsk={onAsk}>
      <NativeSelect
        label={t('access.would')}
        value={kindOf(draft.would)}
        onChange={(event) => onChange({ would: event.currentTarget.value, id: '' })}
        data={kinds.map((one) => ({ value: one, label: t(`access.would.${one}`) }))}
      />
      <Parts draft={draft} onChange={onChange} />
    </AskForm>
  );
}

function Parts({ draft, onChange }: Omit<Props, 'onAsk'>) {
  const { t, word } = useText();
  const shared = { draft, onChange };
  switch (kindOf(draft.would)) {
    case 'grant':
      return (
        <>
          <NativeSelect
            label={t('access.whom')}
            value={draft.to || 'user'}
            onChange={(event) => onChange({ to: event.currentTarget.value })}
            data={['user', 'group'].map((one) => ({ value: one, label: word(one) }))}
          />
          <Ref name={draft.to === 'group' ? 'group' : 'user'} {...shared} />
          <Ref name="role" {...shared} />
          <ScopeFields {...shared} />
        </>
      );
    case 'member':
      return (
        <>
          <Ref name="user" {...shared} />
          <Ref name="group" {...shared} />
        </>
      );
    case 'ungrant':
      return <Ref name="id" table="grant" {...shared} />;
    case 'unmember':
      return <Ref name="id" table="member" {...shared} />;
    case 'move':
      return (
        <>
          <Ref name="user" {...shared} />
          <Ref name="unit" {...shared} />
        </>
      );
    case 'suspend':
      return <Ref name="user" {...shared} />;
  }
}

interface RefProps extends Omit<Props, 'onAsk'> {
  readonly name: 'user' | 'group' | 'role' | 'unit' | 'id';
  readonly table?: string;
}

function Ref({ name, table = name, draft, onChange }: RefProps) {
  const { word } = useText();
  return (
    <RefField
      key={table}
      label={word(table)}
      table={table}
      value={draft[name]}
      onPick={(id) => onChange({ [name]: id })}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  );
}
