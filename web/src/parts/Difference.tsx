import type { Column, Json, Table } from '@/api/declared';
import { useTable } from '@/api/declared';
import { differenceOf, type FieldChange, type Image } from '@/format/difference';
import { useText } from '@/text/text';
import { Marked } from './Marked';
import classes from './SideBySide.module.css';
import { Value } from './Value';

interface Props {
  readonly table: string;
  readonly before: Image | undefined;
  readonly after: Image | undefined;
  /** Columns the server says differ, secrets among them. */
  readonly changed?: readonly string[];
  /** A whole row, new or deleted, is folded away: for lists in which it is one of many. */
  readonly folded?: boolean;
}

/** A row before and after: what differs first, the rest folded away. */
export function Difference({ table, before, after, changed, folded = false }: Props) {
  const { t } = useText();
  const declared = useTable(table);
  const difference = differenceOf(before, after, changed);
  const sides = { before: before !== undefined, after: after !== undefined };
  const whole = !sides.before || !sides.after;
  const fields = <Fields declared={declared} fields={difference.changed} {...sides} />;
  return (
    <div className={classes.sides}>
      {difference.changed.length > 0 &&
        (folded && whole ? (
          <details className={classes.rest}>
            <summary>{t('change.fields', { n: difference.changed.length })}</summary>
            {fields}
          </details>
        ) : (
          fields
        ))}
      {difference.same.length > 0 && !(folded && whole) && (
        <details className={classes.rest}>
          <summary>{t(whole ? 'change.empty' : 'change.same', { n: difference.same.length })}</summary>
          <Fields declared={declared} fields={difference.same} {...sides} />
        </details>
      )}
    </div>
  );
}

interface FieldsProps {
  readonly declared: Table | undefined;
  readonly fields: readonly FieldChange[];
  readonly before: boolean;
  readonly after: boolean;
}

function Fields({ declared, fields, before, after }: FieldsProps) {
  const { t, word, said } = useText();
  const both = before && after;
  return (
    <table className={classes.fields} data-both={both}>
      <thead className={both ? undefined : classes.unseen}>
        <tr>
          <td />
          {before && <th scope="col">{t('change.before')}</th>}
          {after && <th scope="col">{t('change.after')}</th>}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const column = columnOf(declared, field);
          return (
            <tr key={field.column}>
              <th scope="row" title={said(column.doc)}>
                {word(field.column)}
              </th>
              {before && (
                <td data-side="before" data-label={both ? t('change.before') : undefined}>
                  <Side column={column} value={field.before} other={field.after} />
                </td>
              )}
              {after && (
                <td data-side="after" data-label={both ? t('change.after') : undefined}>
                  <Side column={column} value={field.after} other={field.before} />
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** One side; where both are plain texts, the signs that differ are marked. */
function Side({ column, value, other }: { column: Column; value: Json | undefined; other: Json | undefined }) {
  const plain = column.type === 'text' && !column.ref && !column.enum && !column.masked;
  if (
    !plain ||
    typeof value !== 'string' ||
    typeof other !== 'string' ||
    value === other ||
    value === '' ||
    other === ''
  ) {
    return <Value column={column} value={value} />;
  }
  return <Marked text={value} other={other} />;
}

/** The declaration of the field; for one that is not declared (any more), by its look. */
function columnOf(declared: Table | undefined, { column: name, before, after }: FieldChange): Column {
  const found = declared?.columns.find((column) => column.name === name);
  if (found) return found;
  const value = after ?? before;
  return {
    name,
    doc: '',
    type: typeof value === 'object' ? 'document' : 'text',
    required: false,
    readonly: true,
    masked: false,
    filter: [],
    sort: false,
  };
}
