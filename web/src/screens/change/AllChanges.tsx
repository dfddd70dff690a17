import { Button } from '@mantine/core';
import { useAllChanges } from '@/api/change';
import { ChangeLine } from '@/parts/ChangeLine';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';

/** Every change that the person may see, whatever became of it. */
export function AllChanges() {
  const { t } = useText();
  const all = useAllChanges();
  const changes = all.data?.pages.flatMap((page) => page.items);
  return (
    <Section title={t('change.all')}>
      {all.isError && <ProblemNote error={all.error} onRetry={all.refetch} />}
      {all.isPending && <Loading />}
      {changes?.length === 0 && <Empty title={t('change.all.none')}>{t('change.what')}</Empty>}
      <WorkList>
        {changes?.map((change) => (
          <ChangeLine key={change.id} change={change} action={t('home.open')} />
        ))}
      </WorkList>
      {all.hasNextPage && (
        <Button variant="subtle" fullWidth loading={all.isFetchingNextPage} onClick={() => all.fetchNextPage()}>
          {t('table.older')}
        </Button>
      )}
    </Section>
  );
}
