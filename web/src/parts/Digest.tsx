import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useText } from '@/text/text';
import classes from './Digest.module.css';

/** How much of a digest people compare by eye. */
const shown = 8;

/** A SHA-256 by its first signs, with the whole one to copy. */
export function Digest({ value }: { value: string }) {
  return (
    <span className={classes.digest}>
      <code title={value}>{value.slice(0, shown)}…</code>
      <Copy value={value} />
    </span>
  );
}

/** A line for a terminal, with a button that copies it. */
export function CommandLine({ text }: { text: string }) {
  return (
    <div className={classes.line}>
      <code>{text}</code>
      <Copy value={text} />
    </div>
  );
}

function Copy({ value }: { value: string }) {
  const { t } = useText();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon
          size="md"
          variant="subtle"
          color="gray"
          onClick={copy}
          aria-label={t(copied ? 'state.copied' : 'state.copy')}
        >
          {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
