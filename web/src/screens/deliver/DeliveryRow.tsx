import { IconAlertTriangle } from '@tabler/icons-react';
import type { Row } from '@/api/declared';
import { formatDecimal } from '@/format/money';
import { formatMoment } from '@/format/time';
import { Digest } from '@/parts/Digest';
import { RecordLink } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Deliveries.module.css';

/** What a person has to do for a file in that state. */
const todo = { unsure: 'deliver.look', failed: 'deliver.mend', unconfirmed: 'deliver.confirm' } as const;

/** One file: where it stands, what proves that it is the one, and who must look. */
export function DeliveryRow({ row }: { row: Row }) {
  const { t, locale } = useText();
  const text = (column: string) => String(row[column] ?? '');
  const state = text('state');
  const look = todo[state as keyof typeof todo];
  return (
    <li className={classes.row}>
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
        <span className={classes.quiet}>SHA-256</span> <Digest value={text('sha256')} />
        {text('cipher_sha256') && (
          <>
            <span className={classes.quiet}>{t('deliver.cipher')}</span> <Digest value={text('cipher_sha256')} />
          </>
        )}
        {text('host_key') && <span className={classes.quiet}>{text('host_key')}</span>}
      </span>
      <span className={classes.state}>
        <Status state={state} />
        <span className={classes.quiet}>{text('delivered_at') && formatMoment(text('delivered_at'), locale)}</span>
      </span>
      {look && (
        <p className={classes.look}>
          <IconAlertTriangle size={15} aria-hidden />
          <span>
            <strong>{t(look)}</strong> {text('detail')}
          </span>
        </p>
      )}
    </li>
  );
}
