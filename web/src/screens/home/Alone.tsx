import { lazy, Suspense } from 'react';
import { useHolds } from '@/api/me';

const Found = lazy(() => import('./AloneFound'));

/** What one person alone could bring about, for who may ask about everybody; few may. */
export function Alone() {
  if (!useHolds()('access.why')) return null;
  return (
    <Suspense fallback={null}>
      <Found />
    </Suspense>
  );
}
