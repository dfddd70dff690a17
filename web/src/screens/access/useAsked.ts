import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';

export type Asked<Name extends string> = Readonly<Record<Name, string>>;

/**
 * The question as the address holds it, and the one that is being put together.
 * What is asked is always what the address says: it can be sent, and gone back to.
 */
export function useAsked<Name extends string>(names: readonly Name[]) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const asked = Object.fromEntries(names.map((name) => [name, String(search[name] ?? '')])) as Asked<Name>;
  const here = JSON.stringify(asked);
  const [begun, setBegun] = useState({ here, draft: asked });
  // Another question came by the address: what was begun belongs to the one before.
  const draft = begun.here === here ? begun.draft : asked;
  return {
    asked,
    draft,
    set: (part: Partial<Asked<Name>>) => setBegun({ here, draft: { ...draft, ...part } }),
    ask: () => void navigate({ to: '.', search: { ...draft } }),
  };
}
