import { useEffect } from 'react';
import { isTyping } from '@/frame/useKeys';

/** How long the second key of a pair of the frame (g h) may take. */
const pairMs = 1200;

/**
 * Keys of a screen, before those of the frame: ? tells of the screen's own.
 * After g they are left to the frame.
 */
export function useWorkKeys(keys: Readonly<Record<string, (() => void) | undefined>>) {
  useEffect(() => {
    let wentAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.defaultPrevented) return;
      const paired = Date.now() - wentAt < pairMs;
      wentAt = event.key === 'g' ? Date.now() : 0;
      const act = paired ? undefined : keys[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [keys]);
}
