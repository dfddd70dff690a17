import { Checkbox } from '@mantine/core';
import { useId } from 'react';
import type { Item } from '@/api/review';
import { formatMoment } from '@/format/time';
import { Person, RecordLink } from '@/parts/RecordLink';
import { ScopeName } from '@/screens/access/Path';
import { useText } from '@/text/text';
import classes from './Review.module.css';

interface Props {
  readonly item: Item;
  readonly picked: boolean;
  readonly onPick: (on: boolean) => void;
}

/** One grant or membership to look at, with a box to choose it. */
export function ItemLine({ item, picked, onPick }: Props) {
  const id = useId();
  return (
    <li className={classes.item}>
      <Checkbox aria-labelledby={id} checked={picked} onChange={(event) => onPick(event.currentTarget.checked)} />
      <ItemWords id={id} item={item} />
    </li>
  );
}

/** Who has what, where, and until when. */
export function ItemWords({ item, id }: { item: Item; id?: string }) {
  const { t, locale } = useText();
  const { kind, user = '', group = '', group_name: groupName, role = '', role_name: roleName, until_at: until } = item;
  return (
    <div className={classes.words} id={id}>
      <span>
        <strong>
          {user ? (
            <Person id={user} />
          ) : (
            <RecordLink table="group" id={group}>
              {groupName}
            </RecordLink>
          )}
        </strong>{' '}
        {kind === 'member' ? (
          <>
            {t('review.in')}{' '}
            <RecordLink table="group" id={group}>
              {groupName}
            </RecordLink>
          </>
        ) : (
          <>
            {t('review.has')}{' '}
            <RecordLink table="role" id={role}>
              {roleName}
            </RecordLink>{' '}
            {t('review.at')} <ScopeName scope={scopeOf(item)} />
          </>
        )}
      </span>
      <span className={classes.quiet}>
        {until ? t('review.until', { when: formatMoment(until, locale) }) : t('review.noEnd')} ·{' '}
        <RecordLink table={kind} id={item.record}>
          {t(`review.see.${kind}`)}
        </RecordLink>
      </span>
    </div>
  );
}

function scopeOf({ scope = 'everything', scope_table: table, scope_record: id }: Item) {
  return { kind: scope, ...(table && { table }), ...(id && { id }) };
}
