import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './Access.module.css';

interface Props {
  /** What the button says; 'Ask' when absent. */
  readonly asking?: string;
  /** Whether everything is named that the question needs. */
  readonly whole: boolean;
  readonly onAsk: () => void;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A question about access: a picker for each part of it, and the asking. */
export function AskForm({ asking, whole, onAsk, note, children }: Props) {
  const { t } = useText();
  function submit(event: FormEvent) {
    event.preventDefault();
    onAsk();
  }
  return (
    <Section title={t('access.question')}>
      <form className={classes.question} onSubmit={submit}>
        {children}
        <Button type="submit" disabled={!whole}>
          {asking ?? t('access.ask')}
        </Button>
      </form>
      {note && <p className={classes.note}>{note}</p>}
    </Section>
  );
}
