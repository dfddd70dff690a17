import { Button } from '@mantine/core';
import { type ComponentType, type FormEvent, type ReactNode, useState } from 'react';
import { type Planned, useCommand, type Write } from '@/api/command';
import type { Column } from '@/api/declared';
import { asProblem } from '@/api/problem';
import { ProblemNote } from '@/parts/Problem';
import { useText } from '@/text/text';
import { Consequences } from './Consequences';
import { type Draft, type Entered, faultsOf } from './draft';
import classes from './Form.module.css';
import { type Choice, type FieldProps, FormField } from './FormField';

interface Props {
  readonly columns: readonly Column[];
  readonly initial: Draft;
  /** The write that the fields come to. */
  readonly writeOf: (draft: Draft) => Write;
  /** Offered when somebody else was faster. */
  readonly onReload?: () => void;
  /** By column: what can be chosen there, by name. */
  readonly choices?: Choices | undefined;
  /** By column: what stands there in place of the field that is made from its declaration. */
  readonly fields?: Fields | undefined;
  /** The consequences in the screen's own words, in place of the rows. */
  readonly show?: ((planned: Planned) => ReactNode) | undefined;
  /** What is said beside what the write would do. */
  readonly beside?: Beside | undefined;
}

export type Beside = ComponentType<{ readonly planned: Planned }>;

/** A field that is a screen's own; it sees what stands in the others, and may set these too. */
export interface OwnFieldProps extends FieldProps {
  readonly draft: Draft;
  readonly onSet: (part: Draft) => void;
}

export type Fields = Readonly<Record<string, ComponentType<OwnFieldProps>>>;

export type Choices = Readonly<Record<string, readonly Choice[]>>;

/** A form that says what it would do before it does it. */
export function WriteForm({ columns, initial, writeOf, onReload, choices, fields, show, beside: Beside }: Props) {
  const { t, locale, refusal } = useText();
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const { plan, submit } = useCommand();
  const faults = tried ? faultsOf(columns, draft, locale) : {};
  const problem = plan.error && asProblem(plan.error);
  const ofField = columns.some((column) => column.name === problem?.field);

  function errorOf(name: string): string | undefined {
    const fault = faults[name];
    if (fault) return t(fault.key, fault.values);
    if (problem?.field !== name) return undefined;
    const { told, original } = refusal(problem.code, problem.detail);
    return original ? `${told} (${original})` : told;
  }
  function set(part: Draft) {
    setDraft({ ...draft, ...part });
    plan.reset();
    submit.reset();
  }
  function check(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faultsOf(columns, draft, locale)).length === 0) plan.mutate(writeOf(draft));
    else focusFirstFault(event.currentTarget);
  }

  return (
    <>
      <form onSubmit={check} noValidate className={classes.form}>
        {columns.map((column, index) => {
          const shared = {
            first: index === 0,
            column,
            entered: draft[column.name] ?? '',
            error: errorOf(column.name),
            onChange: (entered: Entered) => set({ [column.name]: entered }),
          };
          const Own = fields?.[column.name];
          return Own ? (
            <Own key={column.name} {...shared} draft={draft} onSet={set} />
          ) : (
            <FormField key={column.name} {...shared} choices={choices?.[column.name]} />
          );
        })}
        {!plan.data && (
          <Button type="submit" loading={plan.isPending} className={classes.submit}>
            {t('write.check')}
          </Button>
        )}
      </form>
      {problem && !ofField && <ProblemNote error={problem} onRetry={problem.status === 412 ? onReload : undefined} />}
      {plan.data && Beside && !submit.data && <Beside planned={plan.data} />}
      {plan.data && (
        <Consequences planned={plan.data} write={plan.variables} submit={submit} onReload={onReload}>
          {show?.(plan.data)}
        </Consequences>
      )}
    </>
  );
}

/** The fields are told they are wrong with the next drawing. */
function focusFirstFault(form: HTMLFormElement) {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
