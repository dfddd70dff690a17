import { Link } from '@tanstack/react-router';
import { type Table, useTables } from '@/api/declared';
import { filterText } from '@/format/filter';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './RecordScreen.module.css';

/** The ways to the records that refer to this one. */
export function Related({ table, id }: { table: Table; id: string }) {
  const { t, word, plural } = useText();
  const ways = useTables()
    .filter((other) => other.may.view)
    .flatMap((other) =>
      other.columns
        .filter((column) => column.ref === table.name && column.filter.length > 0)
        .map((column) => ({ other, column })),
    );
  if (ways.length === 0) return null;
  return (
    <Section title={t('table.related')}>
      <ul className={classes.related}>
        {ways.map(({ other, column }) => (
          <li key={`${other.name}.${column.name}`}>
            <Link
              to="/$table"
              params={{ table: other.name }}
              search={{ filter: [filterText({ column: column.name, op: '=', value: id })] }}
            >
              {plural(other.name)}
              {column.name !== table.name && ` (${word(column.name)})`}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
