import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './FileForm.module.css';
import type { RowFault } from './rowfaults';

/** Every row of a file that cannot be taken, by its number, column and reason. */
export function RowFaults({ rows }: { rows: readonly RowFault[] }) {
  const { t, refusal } = useText();
  return (
    <div role="alert">
      <Section title={t('pay.import.rows')}>
        <table className={classes.rows}>
          <thead>
            <tr>
              <th scope="col">{t('pay.import.row')}</th>
              <th scope="col">{t('pay.import.column')}</th>
              <th scope="col">{t('pay.import.why')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, column, code, detail }) => (
              <tr key={`${row}/${column}/${code}`}>
                <td className={classes.number}>{row}</td>
                <td>{column && <code>{column}</code>}</td>
                <td>{refusal(code, detail).told}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </div>
  );
}
