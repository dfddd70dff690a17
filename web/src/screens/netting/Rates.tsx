import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { formatDecimal } from '@/format/money';
import { Person } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Cycle.module.css';

const most = 200;

/** The rates, who keyed and who confirmed them. One that is only keyed is not shown here: it is keyed again blind. */
export function Rates({ row }: { row: Row }) {
  const { t } = useText();
  const may = useTable('rate')?.may.view === true;
  const rates = useSome('rate', { filter: [`cycle=${row.id}`], sort: 'currency' }, most, may).data?.items;
  if (!may || !rates) return null;
  return (
    <Section
      title={t('cycle.rates')}
      aside={<span className={classes.quiet}>{t('cycle.rates.about', { currency: String(row.base_currency) })}</span>}
    >
      {rates.length === 0 && <Empty title={t('cycle.rates.none')}>{t('cycle.rates.none.what')}</Empty>}
      <ul className={classes.rates}>
        {rates.map((rate) => (
          <Rate key={rate.id} rate={rate} />
        ))}
      </ul>
    </Section>
  );
}

function Rate({ rate }: { rate: Row }) {
  const { locale } = useText();
  const isConfirmed = rate.state === 'confirmed';
  return (
    <li>
      <strong>{String(rate.currency)}</strong>
      <span className={classes.value}>{isConfirmed ? formatDecimal(String(rate.value), locale) : '• • •'}</span>
      <Status state={String(rate.state)} kind={isConfirmed ? 'agreed' : 'waiting'} />
      <span className={classes.quiet}>
        <Person id={String(rate.keyed_by)} />
        {isConfirmed && (
          <>
            {' · '}
            <Person id={String(rate.confirmed_by)} />
          </>
        )}
      </span>
    </li>
  );
}
