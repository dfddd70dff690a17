import { type RefObject, useEffect, useState } from 'react';
import { isTyping } from '@/frame/useKeys';

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/**
 * j and k (and the arrows, once a row has the focus) go from row to row; the
 * row's link has the focus, so Enter opens it.
 */
export function useRowKeys(count: number, scrollTo: (index: number) => void, body: RefObject<HTMLElement | null>) {
  const [current, setCurrent] = useState(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = steps[event.key];
      if (step === undefined || isTyping(event) || event.defaultPrevented) return;
      const inside = body.current?.contains(document.activeElement) === true;
      if (event.key.startsWith('Arrow') && !inside) return;
      event.preventDefault();
      const next = inside ? Math.min(Math.max(current + step, 0), count - 1) : current;
      setCurrent(next);
      scrollTo(next);
      // The row may be drawn only after the scrolling.
      requestAnimationFrame(() =>
        body.current?.querySelector<HTMLElement>(`[aria-rowindex="${next + 2}"] [data-opener]`)?.focus(),
      );
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [current, count, scrollTo, body]);
  return { current: Math.min(current, Math.max(0, count - 1)), setCurrent };
}
