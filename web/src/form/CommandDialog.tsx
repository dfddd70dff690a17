import { Modal } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { type Planned as Plan, useCommand, type Write } from '@/api/command';
import type { Column } from '@/api/declared';
import { Consequences } from '@/form/Consequences';
import type { Draft } from '@/form/draft';
import { type Choices, WriteForm } from '@/form/WriteForm';
import { ProblemNote } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './CommandDialog.module.css';

/** One thing that can be done, as a screen opens it. */
export interface Doing {
  readonly title: string;
  readonly what?: string;
  /** The fields to fill first; without any, the consequences are shown at once. */
  readonly columns?: readonly Column[];
  readonly initial?: Draft;
  readonly choices?: Choices;
  readonly writeOf: (draft: Draft) => Write;
  /** The consequences in the screen's own words, in place of the rows. */
  readonly show?: (planned: Plan) => ReactNode;
}

/** Says what a command would do before it does it, without leaving the screen. */
export function CommandDialog({ doing, onClose }: { doing: Doing | undefined; onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal.Root opened={doing !== undefined} onClose={onClose} size="lg">
      <Modal.Overlay />
      <Modal.Content>
        {/* Not Modal.Header: it would be a second banner of the page. */}
        <div className={classes.head}>
          <Modal.Title>{doing?.title}</Modal.Title>
          <Modal.CloseButton aria-label={t('pay.close')} />
        </div>
        <Modal.Body>{doing && <Body doing={doing} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Body({ doing }: { doing: Doing }) {
  return (
    <div className={classes.body}>
      {doing.what && <p className={classes.what}>{doing.what}</p>}
      {doing.columns ? (
        <WriteForm
          columns={doing.columns}
          initial={doing.initial ?? {}}
          choices={doing.choices}
          writeOf={doing.writeOf}
          show={doing.show}
        />
      ) : (
        <Planned write={doing.writeOf({})} show={doing.show} />
      )}
    </div>
  );
}

function Planned({ write, show }: { write: Write; show: Doing['show'] }) {
  const { plan, submit } = useCommand();
  const { mutate } = plan;
  // The dialog is made anew for every command: planned once, when it opens.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the write is the dialog's own
  useEffect(() => mutate(write), [mutate]);
  if (plan.isError) return <ProblemNote error={plan.error} onRetry={() => mutate(write)} />;
  if (!plan.data) return <Loading lines={4} />;
  return (
    <Consequences planned={plan.data} write={write} submit={submit} onReload={undefined}>
      {show?.(plan.data)}
    </Consequences>
  );
}
