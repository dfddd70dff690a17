import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Whether a key belongs to what has the focus, and so is no command to the page. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const at = event.target;
  return (
    at instanceof HTMLElement && (at.isContentEditable || at.matches('input, textarea, select, [role="dialog"] *'))
  );
}

/** How long the second key of a pair may take. */
const pairMs = 1200;

/** The keys of the frame: / to search, g then h or c to go, ? for help. */
export function useKeys({ search, help }: { search: () => void; help: () => void }) {
  const navigate = useNavigate();
  useEffect(() => {
    let wentAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event)) return;
      const second = Date.now() - wentAt < pairMs;
      wentAt = event.key === 'g' ? Date.now() : 0;
      if (event.key === '/') search();
      else if (event.key === '?') help();
      else if (second && event.key === 'h') void navigate({ to: '/' });
      else if (second && event.key === 'c') void navigate({ to: '/change' });
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, search, help]);
}

/** One key of one screen. */
export function useKey(key: string, act: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== key || event.defaultPrevented || isTyping(event)) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [key, act]);
}
