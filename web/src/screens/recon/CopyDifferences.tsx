import type { components } from '@/api/schema';
import { useText } from '@/text/text';
import classes from './Staging.module.css';

type Differs = components['schemas']['ReconDiffers'];
type Line = components['schemas']['ReconLine'];

/** The fields by which the copy compares otherwise; of the configuration, its lines. */
export function CopyDifferences({ fields }: { fields: readonly Differs[] }) {
  return fields.map((field) =>
    field.lines.length > 0 ? <Lines key={field.name} field={field} /> : <Field key={field.name} field={field} />,
  );
}

function Field({ field }: { field: Differs }) {
  const { t, word } = useText();
  const shown = (value: string) =>
    value === '' ? t('table.empty') : ['kind', 'on_inconsistency'].includes(field.name) ? word(value) : value;
  return (
    <div className={classes.field}>
      <span className={classes.quiet}>{word(field.name)}</span>
      <del>{shown(field.before)}</del>
      <ins>{shown(field.after)}</ins>
    </div>
  );
}

function Lines({ field }: { field: Differs }) {
  const { t, word } = useText();
  return (
    <div className={classes.lines}>
      <span className={classes.quiet}>{word(field.name)}</span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={word(field.name)}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('staging.original')}</th>
              <th scope="col">{t('staging.copy')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {field.lines.map((line, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and never change places
              <OneLine key={n} line={line} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function OneLine({ line }: { line: Line }) {
  const { t } = useText();
  const Tag = line.op === 'removed' ? 'del' : line.op === 'added' ? 'ins' : 'span';
  return (
    <tr data-op={line.op}>
      <td>{line.before || ''}</td>
      <td>{line.after || ''}</td>
      <td>{line.op === 'left_out' ? t('staging.same', { n: line.count ?? 0 }) : <Tag>{line.text || ' '}</Tag>}</td>
    </tr>
  );
}
