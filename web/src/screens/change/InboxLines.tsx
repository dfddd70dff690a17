import { Button, Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Change } from '@/api/change';
import { ChangeLine } from '@/parts/ChangeLine';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import { behalfOf } from './several';
import classes from './Together.module.css';

/** What waits for me; of several, those can be chosen that are to be decided together. */
export function InboxLines({ changes }: { changes: readonly Change[] }) {
  const { t, word } = useText();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const mine = changes.filter((change) => behalfOf(change) !== undefined);
  const chosen = mine.filter(({ id }) => picked.has(id)).map(({ id }) => id);
  const several = mine.length > 1;

  function pick(id: string, on: boolean) {
    setPicked(new Set(on ? [...picked, id] : [...picked].filter((other) => other !== id)));
  }
  return (
    <>
      {several && (
        <div className={classes.choose}>
          <Checkbox
            label={chosen.length > 0 ? t('together.chosen', { n: chosen.length }) : t('together.all')}
            checked={chosen.length === mine.length}
            indeterminate={chosen.length > 0 && chosen.length < mine.length}
            onChange={(event) => setPicked(new Set(event.currentTarget.checked ? mine.map(({ id }) => id) : []))}
          />
          {chosen.length > 0 && (
            <Button
              size="xs"
              renderRoot={(props) => <Link to="/change/together" search={{ ids: chosen.join(',') }} {...props} />}
            >
              {t('together.open')}
            </Button>
          )}
        </div>
      )}
      <WorkList>
        {changes.map((change) => (
          <ChangeLine
            key={change.id}
            change={change}
            action={t(change.maker_away ? 'home.open' : 'home.review')}
            select={
              several &&
              behalfOf(change) !== undefined && (
                <Checkbox
                  aria-label={t('together.choose', { name: `${word(change.command)} ${change.record.id}` })}
                  checked={picked.has(change.id)}
                  onChange={(event) => pick(change.id, event.currentTarget.checked)}
                />
              )
            }
          />
        ))}
      </WorkList>
    </>
  );
}
