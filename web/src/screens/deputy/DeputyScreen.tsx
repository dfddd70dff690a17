import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { useDeputies } from '@/api/deputy';
import { useMe } from '@/api/me';
import { ProblemNote } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Deputy.module.css';
import { DeputyLines } from './DeputyLines';
import { NameForm } from './NameForm';

/** Who decides on changes in my place while I am away, and in whose place I decide. */
export default function DeputyScreen() {
  const { t } = useText();
  const me = useMe().user;
  const list = useDeputies();
  const mine = list.data?.items.filter(({ user }) => user === me.id) ?? [];
  const others = list.data?.items.filter(({ user }) => user !== me.id) ?? [];
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('deputy.title')} about={t('deputy.about')} actions={<ForOthers />} />
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      <Section title={t('deputy.mine')}>
        {list.isPending && <Loading />}
        {list.isSuccess && mine.length === 0 && <Empty title={t('deputy.mine.none')}>{t('deputy.mine.what')}</Empty>}
        {list.data && <DeputyLines items={mine} names={list.data.names} side="deputy" />}
      </Section>
      <NameForm />
      <Section title={t('deputy.others')}>
        {list.isPending && <Loading />}
        {list.isSuccess && others.length === 0 && (
          <Empty title={t('deputy.others.none')}>{t('deputy.others.what')}</Empty>
        )}
        {list.data && <DeputyLines items={others} names={list.data.names} side="user" />}
      </Section>
    </div>
  );
}

/** For somebody who is absent an administrator names the deputy, and another agrees. */
function ForOthers() {
  const { t } = useText();
  const table = useTable('deputy');
  return (
    <>
      {table?.may.view && (
        <Button component={Link} to="/deputy" variant="default">
          {t('deputy.all')}
        </Button>
      )}
      {table?.may.insert && (
        <Button component={Link} to="/new/deputy" variant="default" title={t('deputy.absent.what')}>
          {t('deputy.absent')}
        </Button>
      )}
    </>
  );
}
