import { useMine } from '@/api/change';
import { ChangeLine } from '@/parts/ChangeLine';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';

/** What this person asked for and others have still to agree to. */
export function Mine() {
  const { t } = useText();
  const mine = useMine('pending');
  if (mine.isError) return <ProblemNote error={mine.error} onRetry={mine.refetch} />;
  return (
    <Section title={t('home.mine')}>
      {mine.isPending && <Loading />}
      {mine.isSuccess && mine.data.length === 0 && <Empty title={t('home.mine.none')}>{t('home.mine.what')}</Empty>}
      <WorkList>
        {mine.data?.map((change) => (
          <ChangeLine key={change.id} change={change} action={t('home.open')} mine />
        ))}
      </WorkList>
    </Section>
  );
}
