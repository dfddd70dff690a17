import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';

/**
 * What of a screen is shown, as its address says it: it can be sent. It is set at
 * once here, and in the address a moment later, so that typing does not wait.
 */
export function useShown<Name extends string>(names: readonly Name[]) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const said = Object.fromEntries(names.map((name) => [name, String(search[name] ?? '')])) as Record<Name, string>;
  const here = JSON.stringify(said);
  const [last, setLast] = useState({ here, shown: said });
  // Somebody went back, or followed a link: the address says something that was not set here.
  const shown = last.here === here || JSON.stringify(last.shown) === here ? last.shown : said;
  return {
    shown: shown as Readonly<Record<Name, string>>,
    show: (part: Partial<Record<Name, string>>) => {
      const next = { ...shown, ...part };
      setLast({ here, shown: next });
      void navigate({ to: '.', search: { ...search, ...next }, replace: true });
    },
  };
}
