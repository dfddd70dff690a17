import { NativeSelect } from '@mantine/core';
import { useText } from '@/text/text';
import classes from './Labels.module.css';
import { labelled, ofLabel } from './labelled';
import { useLabels } from './useLabels';

/** The labels of an exception; one that is not known is of a unit that the asker does not see. */
export function Labels({ ids }: { ids: readonly string[] }) {
  const known = useLabels();
  const shown = known.filter(({ id }) => ids.includes(id));
  if (shown.length === 0) return null;
  return (
    <span className={classes.labels}>
      {shown.map(({ id, name, colour }) => (
        <span key={id} className={classes.label} data-colour={colour}>
          {name}
        </span>
      ))}
    </span>
  );
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
