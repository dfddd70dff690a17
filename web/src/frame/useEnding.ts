import { useEffect, useState } from 'react';
import { hereAt } from '@/api/clock';
import { type Ending, endingAt, lastUse } from '@/api/lasting';
import { type Me, useMe } from '@/api/me';

function endingOf(me: Me): Ending | undefined {
  if (!me.session) return undefined;
  return endingAt(Date.now(), lastUse(), me.settings.idle_minutes * 60_000, hereAt(me.session.ends_at));
}

/** How the session is about to end, looked at every second. */
export function useEnding(): Ending | undefined {
  const me = useMe();
  const [ending, setEnding] = useState<Ending>();
  useEffect(() => {
    const look = () => {
      const next = endingOf(me);
      setEnding((old) => (old?.left === next?.left && old?.over === next?.over ? old : next));
    };
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [me]);
  return ending;
}
