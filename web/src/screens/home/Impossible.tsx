import { IconAlertTriangle } from '@tabler/icons-react';
import { now } from '@/api/clock';
import { type Impossible as One, useImpossible } from '@/api/impossible';
import { useMe } from '@/api/me';
import { formatAge } from '@/format/time';
import { Section } from '@/parts/Section';
import { WorkLine, WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import { Told } from '../access/Told';

/** Rules and changes that today's people cannot meet any more, and what to do; nothing where there are none. */
export function Impossible() {
  const { t } = useText();
  const { data: list = [] } = useImpossible();
  if (list.length === 0) return null;
  return (
    <Section title={t('home.impossible')}>
      <WorkList>
        {list.map((one) => (
          <Line key={`${one.kind} ${one.id} ${one.eligible}`} one={one} />
        ))}
      </WorkList>
    </Section>
  );
}

function Line({ one }: { one: One }) {
  const { t, word, locale } = useText();
  const me = useMe().user.id;
  const { kind, id, name, eligible, lack, maker, made_at } = one;
  const rule = kind !== 'change';
  const todo =
    kind === 'change'
      ? maker === me
        ? 'home.impossible.mine'
        : 'home.impossible.change'
      : (`home.impossible.${kind}` as const);
  return (
    <WorkLine
      icon={<IconAlertTriangle size={17} stroke={1.7} aria-hidden />}
      to={rule ? `/four_eyes_rule/${encodeURIComponent(id)}` : `/change/${encodeURIComponent(id)}`}
      what={
        <>
          <strong>{word(rule ? 'four_eyes_rule' : 'change')}</strong> {rule ? name : word(name)}
        </>
      }
      about={
        <>
          <Told text={eligible} />
          {' · '}
          {(lack === 'place' || lack === 'maker') && <>{t(`home.lack.${lack}`)} · </>}
          {t(todo)}
        </>
      }
      aside={made_at && <time dateTime={made_at}>{formatAge(made_at, now(), locale)}</time>}
      action={t('home.open')}
    />
  );
}
