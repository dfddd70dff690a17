import { IconUserPlus } from '@tabler/icons-react';
import type { Change } from '@/api/change';
import { type Sum, useSum } from '@/api/together';
import { Fact, Facts } from '@/parts/Facts';
import { Money } from '@/parts/Money';
import { ProblemNote } from '@/parts/Problem';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Together.module.css';

/** What several changes come to: how many, totals, the largest amounts, and who would be paid anew. */
export function SumFacts({ changes }: { changes: readonly Change[] }) {
  const { t } = useText();
  const sum = useSum(changes.map(({ id }) => id));
  return (
    <Section title={t('together.sum')}>
      {sum.isPending && <Loading lines={5} />}
      {sum.isError && <ProblemNote error={sum.error} onRetry={sum.refetch} />}
      {sum.data && <Told sum={sum.data} names={Object.assign({}, ...changes.map(({ names }) => names))} />}
    </Section>
  );
}

function Told({ sum, names }: { sum: Sum; names: Change['names'] }) {
  const { t, word } = useText();
  return (
    <Facts>
      <Fact name={t('together.count')}>
        <strong className={classes.number}>{sum.changes}</strong>
      </Fact>
      <Fact name={t('together.rows')}>
        <ul>
          {sum.rows.map(({ table, op, count }) => (
            <li key={`${table} ${op}`}>
              {count} × {word(table)} · {t(`change.op.${op}`)}
            </li>
          ))}
        </ul>
      </Fact>
      {sum.totals.map(({ table, column, sum: total }) => (
        <Fact
          key={`${table} ${column} ${total.currency}`}
          name={t('together.total', { column: `${word(table)}: ${word(column)}` })}
        >
          <strong className={classes.number}>
            <Money amount={total} />
          </strong>
        </Fact>
      ))}
      <Payees payees={sum.beneficiaries} paying={sum.rows.some(({ table }) => paying.has(table))} />
      {sum.largest.length > 1 && (
        <Fact name={t('together.largest')}>
          <ul>
            {sum.largest.map(({ table, id, column, amount }) => (
              <li key={`${table} ${id} ${column}`} className={classes.largest}>
                <RecordLink table={table} id={id} />
                <Money amount={amount} />
              </li>
            ))}
          </ul>
        </Fact>
      )}
      <Fact name={t('together.makers')}>
        <ul>
          {sum.makers.map((maker) => (
            <li key={maker}>
              <Person id={maker} names={names} />
            </li>
          ))}
        </ul>
      </Fact>
    </Facts>
  );
}

/** The tables whose rows have somebody paid. */
const paying: ReadonlySet<string> = new Set(['order', 'bank_instruction']);

/** Accounts to which nothing was paid yet are what an approver looks at first. */
function Payees({ payees, paying }: { payees: Sum['beneficiaries']; paying: boolean }) {
  const { t } = useText();
  if (payees.length === 0) return paying ? <Fact name={t('together.payees')}>{t('together.payees.none')}</Fact> : null;
  return (
    <Fact name={t('together.payees')}>
      <p className={classes.quiet}>{t('together.payees.what')}</p>
      <ul>
        {payees.map(({ account, name }) => (
          <li key={account} className={classes.payee}>
            <IconUserPlus size={15} stroke={1.8} aria-hidden />
            <span>
              {name} <code>{account}</code>
            </span>
          </li>
        ))}
      </ul>
    </Fact>
  );
}
