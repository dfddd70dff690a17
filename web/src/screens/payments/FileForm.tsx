import { Button, FileInput } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useCommand } from '@/api/command';
import type { Column, Json } from '@/api/declared';
import { asProblem } from '@/api/problem';
import { Consequences } from '@/form/Consequences';
import { bodyOf, draftOf, type Entered, faultsOf } from '@/form/draft';
import { FormField } from '@/form/FormField';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './FileForm.module.css';
import { RowFaults } from './RowFaults';
import { rowFaultsOf } from './rowfaults';

interface Props {
  readonly title: string;
  readonly hint: string;
  readonly accept: string;
  readonly path: string;
  /** What is asked besides the file, whose name and text the form fills in. */
  readonly columns: readonly Column[];
  /** The fields that take the file's name and its text. */
  readonly into?: { readonly name: string; readonly text: string };
}

const ofBank = { name: 'file_name', text: 'content' };

/** A file with a few words about it: said what it would do, or what is wrong with which row, before it is taken. */
export function FileForm({ title, hint, accept, path, columns, into = ofBank }: Props) {
  const { t, locale, refusal } = useText();
  const [draft, setDraft] = useState(() => draftOf(columns, {}, locale));
  const [file, setFile] = useState<File | null>(null);
  const [tried, setTried] = useState(false);
  const [unread, setUnread] = useState<unknown>();
  const { plan, submit } = useCommand();
  const faults = tried ? faultsOf(columns, draft, locale) : {};
  const problem = plan.error && asProblem(plan.error);
  const rows = problem?.code === 'bad_rows' ? rowFaultsOf(problem.detail) : [];

  function forget() {
    setUnread(undefined);
    plan.reset();
    submit.reset();
  }
  function enter(name: string, entered: Entered) {
    setDraft({ ...draft, [name]: entered });
    forget();
  }
  function errorOf(name: string): string | undefined {
    const fault = faults[name];
    if (fault) return t(fault.key, fault.values);
    return problem?.field === name ? refusal(problem.code, problem.detail).told : undefined;
  }
  async function check(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!file || Object.keys(faultsOf(columns, draft, locale)).length > 0) return;
    try {
      const body: Record<string, Json> = { ...bodyOf(columns, draft, locale), [into.name]: file.name };
      body[into.text] = await file.text();
      plan.mutate({ method: 'POST', path, body });
    } catch (error) {
      setUnread(error);
    }
  }
  const told = problem && !columns.some(({ name }) => name === problem.field) && rows.length === 0;
  return (
    <>
      <Section title={title}>
        <form onSubmit={check} noValidate className={classes.form}>
          <FileInput
            label={t('pay.import.file')}
            description={hint}
            placeholder={t('pay.pick')}
            leftSection={<IconFile size={16} aria-hidden />}
            accept={accept}
            value={file}
            onChange={(chosen) => {
              setFile(chosen);
              forget();
            }}
            withAsterisk
            error={tried && !file ? t('field.required') : undefined}
          />
          {columns.map((column, index) => (
            <FormField
              key={column.name}
              first={index === 0}
              column={column}
              entered={draft[column.name] ?? ''}
              error={errorOf(column.name)}
              onChange={(entered) => enter(column.name, entered)}
            />
          ))}
          {!plan.data && (
            <Button type="submit" loading={plan.isPending} className={classes.submit}>
              {t('write.check')}
            </Button>
          )}
        </form>
      </Section>
      {told && <ProblemNote error={problem} />}
      {rows.length > 0 && <RowFaults rows={rows} />}
      {unread !== undefined && <ProblemNote error={unread} />}
      {plan.data && <Consequences planned={plan.data} write={plan.variables} submit={submit} onReload={undefined} />}
    </>
  );
}
