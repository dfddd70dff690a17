import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useEvents } from '@/api/events';
import { ProblemNote } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { EndingDialog } from './EndingDialog';
import classes from './Frame.module.css';
import { KeysDialog } from './KeysDialog';
import { ProofDialog } from './ProofDialog';
import { Rail } from './Rail';
import { SearchDialog } from './SearchDialog';
import { TopLine } from './TopLine';
import { useKeys } from './useKeys';

/** What stands around every screen. */
export function Frame() {
  return (
    <Suspense fallback={<Loading lines={8} />}>
      <Inside />
    </Suspense>
  );
}

function Inside() {
  const { t } = useText();
  const [railOpen, rail] = useDisclosure();
  const [searching, search] = useDisclosure();
  const [keysShown, keys] = useDisclosure();
  const path = useLocation({ select: (at) => at.pathname });
  useEvents();
  useKeys({ search: search.open, help: keys.open });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rail closes because the path changed
  useEffect(rail.close, [path]);
  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip}>
        {t('frame.skip')}
      </a>
      <TopLine onSearch={search.open} onKeys={keys.open} railOpen={railOpen} onRail={rail.toggle} />
      <Rail open={railOpen} />
      <main id="content" className={classes.content} tabIndex={-1}>
        <Suspense fallback={<Loading lines={6} />}>
          <Outlet />
        </Suspense>
      </main>
      {searching && <SearchDialog onClose={search.close} />}
      {keysShown && <KeysDialog onClose={keys.close} />}
      <ProofDialog />
      <EndingDialog />
    </div>
  );
}

/** Shown in place of a screen that failed; the frame stays usable. */
export function Failed({ error, reset }: { error: unknown; reset: () => void }) {
  return <ProblemNote level="h1" error={error} onRetry={reset} />;
}

/** Shown when not even the frame could be made. */
export function Broken(failed: { error: unknown; reset: () => void }) {
  return (
    <main className={classes.content}>
      <Failed {...failed} />
    </main>
  );
}

export function NotHere() {
  const { t } = useText();
  return <h1>{t('state.missing')}</h1>;
}
