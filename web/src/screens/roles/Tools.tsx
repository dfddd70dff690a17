import { NativeSelect, TextInput } from '@mantine/core';
import listed from '@/parts/Listed.module.css';
import { useText } from '@/text/text';
import { kinds, type Shown } from './matching';

interface Props {
  readonly shown: Shown;
  readonly show: (part: Partial<Shown>) => void;
  readonly areas: readonly string[];
  readonly roles: number;
  readonly of: number;
}

/** Which part of the matrix is shown. */
export function Tools({ shown, show, areas, roles, of }: Props) {
  const { t } = useText();
  return (
    <search className={listed.tools}>
      <NativeSelect
        label={t('roles.area')}
        value={shown.area}
        disabled={shown.find !== ''}
        onChange={(event) => show({ area: event.currentTarget.value })}
        data={[...areas]}
      />
      <TextInput
        label={t('roles.find')}
        type="search"
        value={shown.find}
        onChange={(event) => show({ find: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('roles.kind')}
        value={shown.kind}
        onChange={(event) => show({ kind: event.currentTarget.value })}
        data={kinds.map((one) => ({ value: one, label: t(`roles.kind.${one || 'all'}`) }))}
      />
      <TextInput
        label={t('roles.name')}
        type="search"
        value={shown.name}
        onChange={(event) => show({ name: event.currentTarget.value })}
      />
      <output className={listed.count}>{t('roles.shown', { n: roles, of })}</output>
    </search>
  );
}
