import { Button, Fieldset, TextInput } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import { useState } from 'react';
import type { OwnFieldProps } from '@/form/WriteForm';
import { useText } from '@/text/text';
import classes from './Policy.module.css';
import { forms, takes } from './ticket';

/** What a ticket's number looks like, tried on an example while it is typed. */
export function TicketFormField({ entered, error, onChange }: OwnFieldProps) {
  const { t } = useText();
  const pattern = String(entered);
  const [number, setNumber] = useState<string>(() => forms.find((one) => one.pattern === pattern)?.example ?? '');
  return (
    <Fieldset legend={t('policy.form')} className={classes.wide}>
      <div className={classes.usual}>
        {forms.map((one) => (
          <Button
            key={one.pattern}
            variant={one.pattern === pattern ? 'light' : 'default'}
            size="compact-sm"
            aria-pressed={one.pattern === pattern}
            onClick={() => {
              onChange(one.pattern);
              if (one.example) setNumber(one.example);
            }}
          >
            {one.example ? t('policy.form.like', { example: one.example }) : t('policy.form.any')}
          </Button>
        ))}
      </div>
      <div className={classes.rule}>
        <TextInput
          label={t('policy.form.pattern')}
          description={t('policy.form.pattern.what')}
          error={error}
          maxLength={200}
          spellCheck={false}
          value={pattern}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <TextInput
          label={t('policy.form.try')}
          description={t('policy.form.try.what')}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
      </div>
      <p className={classes.tried} role="status">
        {number && <Tried taken={takes(pattern, number)} number={number} />}
      </p>
    </Fieldset>
  );
}

function Tried({ taken, number }: { taken: boolean | undefined; number: string }) {
  const { t } = useText();
  if (taken === undefined)
    return (
      <>
        <IconHelpCircle size={17} aria-hidden /> {t('policy.form.unread')}
      </>
    );
  return taken ? (
    <>
      <IconCircleCheck size={17} color="var(--cs-agreed)" aria-hidden /> {t('policy.form.taken', { number })}
    </>
  ) : (
    <>
      <IconCircleX size={17} color="var(--cs-refused)" aria-hidden /> {t('policy.form.refused', { number })}
    </>
  );
}
