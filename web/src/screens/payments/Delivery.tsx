import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { filterText } from '@/format/filter';
import { formatDecimal } from '@/format/money';
import { formatMoment } from '@/format/time';
import { Fact, Facts } from '@/parts/Facts';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';

/** How the file went to the bank, with the proof that it is the one that was signed. */
export function Delivery({ row }: { row: Row }) {
  const { t } = useText();
  const may = useTable('delivery')?.may.view === true;
  const filter = [filterText({ column: 'subject', op: '=', value: row.id })];
  const found = useSome('delivery', { filter }, 5, may);
  if (!may) return null;
  return (
    <Section title={t('pay.delivery')}>
      {found.isError && <ProblemNote error={found.error} onRetry={found.refetch} />}
      {found.isPending && <Loading lines={2} />}
      {found.data?.items.length === 0 && <Empty title={t('pay.delivery.none')}>{t('pay.delivery.what')}</Empty>}
      {found.data?.items.map((delivery) => (
        <Proof key={delivery.id} delivery={delivery} digest={String(row.digest)} />
      ))}
    </Section>
  );
}

function Proof({ delivery, digest }: { delivery: Row; digest: string }) {
  const { t, word, locale } = useText();
  const text = (column: string) => String(delivery[column] ?? '');
  const same = text('sha256') === digest;
  return (
    <Facts>
      <Fact name={word('state')}>
        <Status state={text('state')} /> {t('pay.delivery.size', { n: formatDecimal(text('size'), locale) })}
      </Fact>
      <Fact name={t('pay.file')}>
        <RecordLink table="delivery" id={delivery.id}>
          {text('file_name')}
        </RecordLink>
      </Fact>
      <Fact name="SHA-256">
        {same ? t('pay.delivery.same', { digest: `${digest.slice(0, 8)}…` }) : t('pay.delivery.other')}
      </Fact>
      <Fact name={word('channel')}>
        <RecordLink table="channel" id={text('channel')} />
      </Fact>
      {text('remote_path') && <Fact name={t('pay.delivery.where')}>{text('remote_path')}</Fact>}
      {text('host_key') && <Fact name={t('pay.delivery.hostKey')}>{text('host_key')}</Fact>}
      {text('delivered_at') && (
        <Fact name={t('pay.delivery.at')}>
          <time dateTime={text('delivered_at')}>{formatMoment(text('delivered_at'), locale)}</time>
        </Fact>
      )}
      {text('detail') && <Fact name={word('detail')}>{text('detail')}</Fact>}
    </Facts>
  );
}
