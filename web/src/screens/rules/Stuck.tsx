import { IconAlertTriangle } from '@tabler/icons-react';
import { useHolds } from '@/api/me';
import { formatAge } from '@/format/time';
import { Section } from '@/parts/Section';
import { WorkLine, WorkList } from '@/parts/WorkLine';
import { Told } from '@/screens/access/Told';
import { useText } from '@/text/text';
import { useStuck } from './answers';

/** Pending changes that today's people cannot complete; nothing where there are none. */
export function Stuck() {
  const { t, word, locale } = useText();
  const { data: changes = [] } = useStuck(useHolds()('access.why'));
  if (changes.length === 0) return null;
  return (
    <Section title={t('rules.stuck')}>
      <WorkList>
        {changes.map(({ id, name, eligible, made_at }) => (
          <WorkLine
            key={id}
            icon={<IconAlertTriangle size={17} stroke={1.7} aria-hidden />}
            to={`/change/${encodeURIComponent(id)}`}
            what={<strong>{word(name)}</strong>}
            about={<Told text={eligible} />}
            aside={made_at && <time dateTime={made_at}>{formatAge(made_at, Date.now(), locale)}</time>}
            action={t('home.open')}
          />
        ))}
      </WorkList>
    </Section>
  );
}
