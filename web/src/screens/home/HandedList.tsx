import { Button } from '@mantine/core';
import { IconTransfer } from '@tabler/icons-react';
import { now } from '@/api/clock';
import { type HandedOver, useSettle } from '@/api/handed';
import { formatAge } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { WorkLine, WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';

/** Where a thing is looked at. */
function whereIs({ kind, record }: HandedOver): string {
  if (kind === 'deputyship') return '/deputies';
  return `/${kind === 'token' ? 'api_token' : kind}/${encodeURIComponent(record)}`;
}

/** What people had who are suspended or gone, and this person looks after. */
export default function HandedList({ list }: { list: readonly HandedOver[] }) {
  const { t } = useText();
  const settle = useSettle();
  return (
    <Section title={t('home.handed')}>
      {settle.isError && <ProblemNote error={settle.error} />}
      <WorkList>
        {list.map((one) => (
          <Line key={one.id} one={one} busy={settle.isPending} onSettle={() => settle.mutate(one.id)} />
        ))}
      </WorkList>
    </Section>
  );
}

function Line({ one, busy, onSettle }: { one: HandedOver; busy: boolean; onSettle: () => void }) {
  const { t, word, locale } = useText();
  const { kind, what, absent, user_name, handed_at } = one;
  return (
    <WorkLine
      icon={<IconTransfer size={17} stroke={1.7} aria-hidden />}
      to={whereIs(one)}
      what={
        <>
          <strong>{t(`home.handed.${kind}`)}</strong> {kind === 'change' ? word(what ?? '') : (absent ?? what)}
        </>
      }
      about={t('home.handed.from', { name: user_name })}
      aside={
        <>
          <time dateTime={handed_at}>{formatAge(handed_at, now(), locale)}</time>
          <Button size="compact-sm" variant="default" disabled={busy} onClick={onSettle}>
            {t('home.handed.settle')}
          </Button>
        </>
      }
      action={t('home.open')}
    />
  );
}
