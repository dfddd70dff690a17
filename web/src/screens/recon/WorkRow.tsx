import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { RecordName } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { ExceptionAmount } from './ExceptionAmount';
import { type Exception, keyText } from './exception';
import { Labels } from './Labels';
import classes from './WorkList.module.css';

interface Props {
  readonly exception: Exception;
  readonly current: boolean;
  readonly names: Readonly<Record<string, string>>;
  /** While several are chosen: whether this one is. */
  readonly ticked?: boolean;
  readonly onTick?: (exception: Exception) => void;
}

/** One exception in the list: what it is, how much, where it stands, whose it is. */
export function WorkRow({ exception: x, current, names, ticked = false, onTick }: Props) {
  const { t } = useText();
  const name = keyText(x) || t('recon.nokey');
  return (
    <li className={onTick && classes.ticked}>
      {onTick && (
        <Checkbox size="md" aria-label={t('recon.several.one', { name })} checked={ticked} onChange={() => onTick(x)} />
      )}
      <Link
        to="."
        search={(old: Record<string, unknown>) => ({ ...old, at: x.id })}
        className={classes.row}
        aria-current={current}
        data-current={current}
        data-id={x.id}
      >
        <span className={classes.key}>{name}</span>
        <ExceptionAmount exception={x} />
        <span className={classes.quiet}>
          {t(`recon.kind.${x.kind}`)}
          {x.assignee && (
            <>
              {' → '}
              {names[x.assignee] ?? <RecordName table="user" id={x.assignee} />}
            </>
          )}
        </span>
        <span className={classes.state}>
          {x.pending ? <Status state={t('recon.held.short')} kind="waiting" /> : <Status state={x.state} />}
        </span>
        {x.labels.length > 0 && (
          <span className={classes.labels}>
            <Labels ids={x.labels} />
          </span>
        )}
      </Link>
    </li>
  );
}
