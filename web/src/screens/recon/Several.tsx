import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTable } from '@/api/declared';
import { fetchPage, type Wanted } from '@/api/list';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { draftOf } from '@/form/draft';
import { ProblemNote } from '@/parts/Problem';
import { useText } from '@/text/text';
import { commandOf } from './commands';
import { type Exception, exceptionOf } from './exception';
import { useLabels } from './useLabels';
import classes from './WorkList.module.css';

/** How many exceptions one change labels, as the server has it. */
const most = 5000;

interface Props {
  readonly wanted: Wanted;
  readonly total: number | undefined;
  readonly chosen: readonly Exception[];
  readonly onChoose: (chosen: readonly Exception[]) => void;
  readonly onEnd: () => void;
}

/** How many exceptions are chosen, and what can be done with them as one change. */
export function Several({ wanted, total = 0, chosen, onChoose, onEnd }: Props) {
  const { t, locale } = useText();
  const number = new Intl.NumberFormat(locale);
  const all = useMutation({ mutationFn: () => everyOne(wanted), onSuccess: onChoose });
  return (
    <section className={classes.several} aria-label={t('recon.several')}>
      <output className={classes.count}>
        {t(chosen.length === 1 ? 'recon.several.chosen.one' : 'recon.several.chosen', {
          n: number.format(chosen.length),
        })}
      </output>
      <Button variant="default" size="xs" loading={all.isPending} onClick={() => all.mutate()}>
        {t('recon.several.all', { n: number.format(Math.min(total, most)) })}
      </Button>
      <Button variant="default" size="xs" disabled={chosen.length === 0} onClick={() => onChoose([])}>
        {t('recon.several.none')}
      </Button>
      <LabelThem chosen={chosen} onDone={() => onChoose([])} />
      <Button variant="subtle" size="xs" onClick={onEnd}>
        {t('recon.several.end')}
      </Button>
      {all.isError && <ProblemNote error={all.error} onRetry={() => all.mutate()} />}
    </section>
  );
}

/** All exceptions that the list would show, as many as one change takes. */
async function everyOne(wanted: Wanted): Promise<readonly Exception[]> {
  const found: Exception[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined && found.length < most) {
    const page: Awaited<ReturnType<typeof fetchPage>> = await fetchPage('exception', wanted, 1000, cursor);
    found.push(...page.items.map(exceptionOf));
    cursor = page.next;
  }
  return found.slice(0, most);
}

function LabelThem({ chosen, onDone }: { chosen: readonly Exception[]; onDone: () => void }) {
  const { t, locale } = useText();
  const [doing, setDoing] = useState<Doing>();
  const command = useTable('exception')?.commands.find(({ name }) => name === 'exception.label');
  const processes = new Set(chosen.map(({ process }) => process));
  const labels = useLabels(processes.size === 1 ? ([...processes][0] ?? '') : '');
  const [first, ...others] = chosen.map(({ id }) => id);
  if (!command?.may) return null;
  const choice = ({ id, name }: (typeof labels)[number]) => ({ value: id, label: name });
  const choices = {
    add: labels.filter(({ state }) => state === 'in_use').map(choice),
    remove: labels.filter(({ id }) => chosen.some((one) => one.labels.includes(id))).map(choice),
  };
  const columns = command.fields.filter(
    ({ name }) => (name === 'add' && choices.add.length > 0) || (name === 'remove' && choices.remove.length > 0),
  );
  function open(id: string) {
    if (!command) return;
    const n = new Intl.NumberFormat(locale).format(chosen.length);
    const title = chosen.length === 1 ? t('recon.do.label') : t('recon.several.label', { n });
    const one = commandOf(command, id, title, t('recon.do.label.what'), {
      initial: draftOf(columns, {}, locale),
      locale,
      columns,
      choices,
    });
    setDoing({
      ...one,
      writeOf: (draft) => {
        const write = one.writeOf(draft);
        return { ...write, body: { ...(write.body as object), with: others } };
      },
    });
  }
  return (
    <>
      <Button
        size="xs"
        disabled={first === undefined || columns.length === 0}
        onClick={() => first !== undefined && open(first)}
      >
        {t('recon.do.label')}
      </Button>
      <CommandDialog
        doing={doing}
        onClose={() => {
          setDoing(undefined);
          onDone();
        }}
      />
    </>
  );
}
