import { useText } from '@/text/text';
import { type Chosen, withPerson } from './chosen';
import type { Person } from './customer';
import classes from './SignTogether.module.css';

interface Props {
  readonly person: Person;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

/** One person, to be chosen with another. */
export function PersonButton({ person, chosen, onChoose }: Props) {
  const { t } = useText();
  const { user, name, stands } = person;
  const pressed = chosen.kind === 'people' && (chosen.first === user || chosen.second === user);
  return (
    <button
      type="button"
      className={classes.person}
      aria-pressed={pressed}
      onClick={() => onChoose(withPerson(chosen, user))}
    >
      {name || user}
      {!stands && ` (${t('cust.inactive')})`}
    </button>
  );
}
