import { Button } from '@mantine/core';
import { useState } from 'react';
import { makerOf, type Table } from '@/api/declared';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { bodyOf, draftOf } from '@/form/draft';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './Rules.module.css';

/** The families of rules that are switched on together. */
const families = ['permissions', 'bank_instructions', 'third_party_payments', 'payment_release', 'everything'] as const;

/** The presets, for who may switch them on. */
export function Presets({ table }: { table: Table }) {
  const { t, locale } = useText();
  const [doing, setDoing] = useState<Doing>();
  const command = makerOf(table);
  if (!command) return null;
  const opens = (family: (typeof families)[number]) =>
    setDoing({
      title: `${t('rules.preset')}: ${t(`rules.preset.${family}`)}`,
      what: t(`rules.preset.${family}.what`),
      columns: command.fields,
      initial: draftOf(command.fields, { people: 1, expires_after_hours: 0 }, locale),
      writeOf: (draft) => ({
        method: 'POST',
        path: command.path.replace('{id}', family),
        body: bodyOf(command.fields, draft, locale),
      }),
    });
  return (
    <Section title={t('rules.preset')}>
      <ul className={classes.presets}>
        {families.map((family) => (
          <li key={family}>
            <h3>{t(`rules.preset.${family}`)}</h3>
            <p>{t(`rules.preset.${family}.what`)}</p>
            <Button
              variant="default"
              size="compact-sm"
              aria-label={`${t('rules.preset.on')}: ${t(`rules.preset.${family}`)}`}
              onClick={() => opens(family)}
            >
              {t('rules.preset.on')}
            </Button>
          </li>
        ))}
      </ul>
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </Section>
  );
}
