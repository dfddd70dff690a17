import { Fieldset, Radio } from '@mantine/core';
import { useState } from 'react';
import { RefField } from '@/form/RefField';
import type { OwnFieldProps } from '@/form/WriteForm';
import { useText } from '@/text/text';
import classes from './Duty.module.css';

const tables = ['unit', 'group'] as const;
type Of = (typeof tables)[number];

/** The two sides of a wall: two units with all beneath them, or two groups. */
export function WallField({ draft, error, onSet }: OwnFieldProps) {
  const { t, word } = useText();
  const [of, setOf] = useState<Of>(draft.left_group ? 'group' : 'unit');
  if (draft.kind !== 'wall') return null;
  function choose(next: Of) {
    setOf(next);
    onSet({ left_unit: '', right_unit: '', left_group: '', right_group: '' });
  }
  const side = (name: 'left' | 'right') => {
    const column = `${name}_${of}`;
    return (
      <RefField
        label={`${t(`duty.form.wall.${name}`)}: ${word(of)}`}
        table={of}
        withAsterisk
        value={String(draft[column] ?? '')}
        onPick={(id) => onSet({ [column]: id })}
        onChange={(event) => onSet({ [column]: event.currentTarget.value })}
      />
    );
  };
  return (
    <Fieldset legend={t('duty.form.wall')} className={classes.wide}>
      <p className={classes.quiet}>{t('duty.form.wall.what')}</p>
      {error && (
        <p className={classes.fault} role="alert">
          {error}
        </p>
      )}
      <Radio.Group label={t('duty.form.wall.between')} value={of} onChange={(next) => choose(next as Of)}>
        <div className={classes.ways}>
          {tables.map((one) => (
            <Radio key={one} value={one} label={t(`duty.form.wall.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      <div className={classes.sides}>
        {side('left')}
        {side('right')}
      </div>
    </Fieldset>
  );
}
