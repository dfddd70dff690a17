import { Checkbox } from '@mantine/core';
import classes from './Form.module.css';
import type { Choice } from './FormField';

interface Props {
  readonly label: string;
  readonly description: string;
  readonly error: string | undefined;
  /** The chosen values, a line each. */
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onPick: (value: string) => void;
}

/** A list of which each item is chosen from few. */
export function ChoiceList({ label, description, error, value, choices, onPick }: Props) {
  return (
    <Checkbox.Group
      label={label}
      description={description}
      error={error}
      value={value.split('\n').filter((line) => line !== '')}
      onChange={(chosen) => onPick(chosen.join('\n'))}
    >
      <div className={classes.choices}>
        {choices.map((choice) => (
          <Checkbox key={choice.value} value={choice.value} label={choice.label} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
