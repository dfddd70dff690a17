import { NativeSelect } from '@mantine/core';
import { useKnown } from '@/api/names';
import { useText } from '@/text/text';
import classes from './Labels.module.css';
import { labelled, ofLabel } from './labelled';
import { useLabels } from './useLabels';

/** The labels of an exception. Of a process that the asker does not see their names came with the exception. */
export function Labels({ ids }: { ids: readonly string[] }) {
  const known = useLabels();
  if (ids.length === 0) return null;
  const shown = known.filter(({ id }) => ids.includes(id));
  const others = ids.filter((id) => !known.some((one) => one.id === id));
  return (
    <span className={classes.labels}>
      {shown.map(({ id, name, colour }) => (
        <span key={id} className={classes.label} data-colour={colour}>
          {name}
        </span>
      ))}
      {others.map((id) => (
        <Told key={id} id={id} />
      ))}
    </span>
  );
}

function Told({ id }: { id: string }) {
  const name = useKnown('label', id);
  return name === undefined ? null : <span className={classes.label}>{name}</span>;
}

interface Props {
  readonly filter: readonly string[];
  readonly onChange: (filter: readonly string[]) => void;
}

/** Shows only exceptions with one label. */
export function LabelFilter({ filter, onChange }: Props) {
  const { t } = useText();
  const known = useLabels();
  if (known.length === 0) return null;
  return (
    <NativeSelect
      aria-label={t('recon.label')}
      value={labelled(filter)}
      onChange={(event) => onChange(ofLabel(event.currentTarget.value, filter))}
      data={[
        { value: '', label: t('recon.label.any') },
        ...known.map(({ id, name }) => ({ value: id, label: t('recon.label.one', { name }) })),
      ]}
    />
  );
}
