import { Button, CopyButton, Group } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { NewCodes } from '@/api/me';
import { useText } from '@/text/text';
import classes from './Me.module.css';

interface Props {
  readonly answer: NewCodes;
  /** They came with another factor, and not by themselves. */
  readonly replaced: boolean;
  readonly onKept: () => void;
}

/** Recovery codes, which are shown this once. */
export function Codes({ answer: { codes, state }, replaced, onKept }: Props) {
  const { t } = useText();
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => top.current?.focus(), []);
  const held = state === 'held';
  return (
    <div className={classes.kept}>
      <h3 ref={top} tabIndex={-1}>
        {t('me.codes')}
      </h3>
      {held && <p>{t('me.codes.held')}</p>}
      {replaced && !held && <p>{t('me.codes.replaced')}</p>}
      <p>{t('me.codes.keep')}</p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Group gap="sm">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? 'state.copied' : 'me.codes.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onKept}>{t('me.codes.kept')}</Button>
      </Group>
    </div>
  );
}
