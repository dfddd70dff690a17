import { IconAlertTriangle } from '@tabler/icons-react';
import { type Row, useTable } from '@/api/declared';
import { formatDecimal } from '@/format/money';
import { formatMoment } from '@/format/time';
import { Digest } from '@/parts/Digest';
import listed from '@/parts/Listed.module.css';
import { RecordLink } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { Offers } from '@/screens/table/Offers';
import { useText } from '@/text/text';
import classes from './Deliveries.module.css';

/** What a person has to do for a file in that state. */
const todo = { unsure: 'deliver.look', failed: 'deliver.mend', unconfirmed: 'deliver.confirm' } as const;

/** What that is done by. */
const offered = { unsure: ['confirm'], failed: ['retry'], unconfirmed: ['confirm'] } as const;

/** One file: where it stands, what proves that it is the one, and who must look. */
export function DeliveryRow({ row }: { row: Row }) {
  const { t, locale } = useText();
  const text = (column: string) => String(row[column] ?? '');
  const state = text('state');
  const table = useTable('delivery');
  const look = todo[state as keyof typeof todo];
  return (
    <li className={`${listed.row} ${classes.row}`}>
      <span className={classes.name}>
        <RecordLink table="delivery" id={row.id}>
          {text('file_name')}
        </RecordLink>
        <span className={classes.of}>
          <span>{t('pay.delivery.size', { n: formatDecimal(text('size'), locale) })}</span>
          <RecordLink table="channel" id={text('channel')} />
          {row.subject_table !== 'file' && <RecordLink table={text('subject_table')} id={text('subject')} />}
        </span>
      </span>
      <span className={classes.proof}>
        <span className={listed.quiet}>SHA-256</span> <Digest value={text('sha256')} />
        {text('cipher_sha256') && (
          <>
            <span className={listed.quiet}>{t('deliver.cipher')}</span> <Digest value={text('cipher_sha256')} />
          </>
        )}
        {text('host_key') && <span className={listed.quiet}>{text('host_key')}</span>}
      </span>
      <span className={classes.state}>
        <Status state={state} />
        <span className={listed.quiet}>{text('delivered_at') && formatMoment(text('delivered_at'), locale)}</span>
      </span>
      {look && (
        <p className={classes.look}>
          <IconAlertTriangle size={15} aria-hidden />
          <span>
            <strong>{t(look)}</strong> {text('detail')}
          </span>
          {table && <Offers table={table} row={row} only={offered[state as keyof typeof todo]} />}
        </p>
      )}
    </li>
  );
}
