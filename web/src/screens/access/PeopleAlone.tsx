import { useText } from '@/text/text';

interface Props {
  readonly people: readonly string[];
  /** How many there are beside those. */
  readonly more: number;
  /** So many are named. */
  readonly few: number;
}

/** Who alone could, by name; of many, how many more. */
export function PeopleAlone({ people, more, few }: Props) {
  const { t } = useText();
  const names = people.slice(0, few).join(', ');
  const rest = more + Math.max(0, people.length - few);
  return rest > 0 ? t('access.alarms.people', { names, n: rest }) : names;
}
