import { IconSignature } from '@tabler/icons-react';
import { titleOf, useTable } from '@/api/declared';
import { Money } from '@/parts/Money';
import { Status } from '@/parts/Status';
import { WorkLine } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import type { Standing } from '../payments/standing';
import type { ToSign } from './useToSign';

export function PackagesToSign({ packages }: { packages: readonly ToSign[] }) {
  const { t, word } = useText();
  const declared = useTable('package');
  return packages.map(({ row, standing }) => (
    <WorkLine
      key={row.id}
      icon={<IconSignature size={17} stroke={1.7} aria-hidden />}
      to={`/package/${encodeURIComponent(row.id)}`}
      what={
        <>
          <strong>{word('package')}</strong> {titleOf(declared, row)}
        </>
      }
      about={standing && <Sums accounts={standing.accounts} />}
      aside={
        <>
          {standing && <Points standing={standing} />}
          <Status state={String(row.state ?? '')} />
        </>
      }
      action={t('home.sign')}
    />
  ));
}

/** How many orders, and what they come to on each account. */
function Sums({ accounts }: Pick<Standing, 'accounts'>) {
  const { t } = useText();
  return (
    <>
      {t('home.orders', { n: accounts.reduce((sum, { orders }) => sum + orders, 0) })}
      {accounts.map(({ account, total }) => (
        <span key={account}>
          {' · '}
          <Money amount={total} />
        </span>
      ))}
    </>
  );
}

/** Of the account that is furthest from its points. */
function Points({ standing }: { standing: Standing }) {
  const { t } = useText();
  const [last] = standing.verdict.accounts.toSorted((a, b) => b.missing - a.missing);
  if (!last) return null;
  return <span>{t('pay.points.of', { points: last.points, required: last.required })}</span>;
}
