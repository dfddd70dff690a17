import { lazy, Suspense } from 'react';
import { useHanded } from '@/api/handed';

const HandedList = lazy(() => import('./HandedList'));

/** What people had who are suspended or gone, and this person looks after; nothing where there is none. */
export function Handed() {
  const { data: list = [] } = useHanded();
  if (list.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <HandedList list={list} />
    </Suspense>
  );
}
