import { IconBellRinging } from '@tabler/icons-react';
import type { ToldOf } from '@/api/told';
import { formatMoment } from '@/format/time';
import { WorkLine } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import type { Outcome } from '../access/outcome';

/** The tables of what people are told of. */
const tables: Record<ToldOf['kind'], string> = {
  change: 'change',
  signature: 'package',
  exception: 'exception',
  review: 'access_review',
  delivery: 'delivery',
  unsent: 'package',
  missing: 'cycle',
  file: 'expected_file',
  untaken: 'run',
  unlooked: 'user',
  alarm: 'alarm',
};

/** What somebody was told of that is late, went wrong or was escalated to them. */
export function ToldOfLines({ list }: { list: readonly ToldOf[] }) {
  const { t, word, locale } = useText();
  return list.map(({ id, kind, record, what, since, until, why, escalated }) => (
    <WorkLine
      key={id}
      icon={<IconBellRinging size={17} stroke={1.7} aria-hidden />}
      to={kind === 'alarm' ? '/access/collusion' : `/${tables[kind]}/${encodeURIComponent(record)}`}
      what={
        <>
          <strong>{word(tables[kind])}</strong> {kind === 'alarm' ? t(`access.outcome.${what as Outcome}`) : what}
        </>
      }
      about={[t(`home.told.${kind}`), (escalated || kind === 'delivery') && why && word(why)]
        .filter(Boolean)
        .join(' · ')}
      aside={
        <time dateTime={until ?? since}>
          {until
            ? t('home.told.until', { when: formatMoment(until, locale) })
            : t('home.told.since', { when: formatMoment(since, locale) })}
        </time>
      }
      action={t('home.open')}
    />
  ));
}
