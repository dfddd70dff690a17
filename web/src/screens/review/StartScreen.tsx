import { Button, MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { now } from '@/api/clock';
import { useCommand } from '@/api/command';
import { makerOf, useTable } from '@/api/declared';
import { asProblem } from '@/api/problem';
import { useNames } from '@/api/titles';
import { Consequences } from '@/form/Consequences';
import { RefField } from '@/form/RefField';
import { TimeField } from '@/form/TimeField';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { useText } from '@/text/text';
import { Drawn } from './Drawn';
import classes from './Review.module.css';
import { Reviewers } from './Reviewers';
import { bodyOf, type Draft, idOf } from './start';

const twoWeeksMs = 14 * 86_400_000;

/** Begins a review: of what, by whom, until when; and says what would be drawn before it is. */
export default function StartScreen() {
  const table = useTable('access_review');
  const command = table && makerOf(table);
  return command ? <Start path={command.path} /> : <Refused table="access_review" action="start" />;
}

function Start({ path }: { path: string }) {
  const { t, refusal } = useText();
  const [draft, setDraft] = useState<Draft>(() => ({
    name: '',
    id: '',
    unit: '',
    roles: [],
    reviewers: [],
    due_at: new Date(now() + twoWeeksMs).toISOString(),
    unconfirmed: 'keep',
  }));
  const { plan, submit } = useCommand();
  const problem = plan.error && asProblem(plan.error);
  const field = problem?.field?.replace(/\[.*/, '') ?? '';
  const known = ['name', 'id', 'unit', 'roles', 'due_at'].includes(field);

  function errorOf(name: string): string | undefined {
    return problem && field === name ? refusal(problem.code, problem.detail).told : undefined;
  }
  function set(part: Partial<Draft>) {
    setDraft({ ...draft, ...part });
    plan.reset();
    submit.reset();
  }
  function check(event: FormEvent) {
    event.preventDefault();
    const id = draft.id || idOf(draft.name);
    plan.mutate({ method: 'POST', path: path.replace('{id}', encodeURIComponent(id)), body: bodyOf(draft) });
  }
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('review.new')} about={t('review.new.about')} />
      <form className={classes.form} onSubmit={check}>
        <TextInput
          label={t('review.name')}
          required
          maxLength={140}
          value={draft.name}
          error={errorOf('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('review.id')}
          description={t('review.id.what')}
          placeholder={idOf(draft.name)}
          maxLength={40}
          value={draft.id}
          error={errorOf('id')}
          onChange={(event) => set({ id: event.currentTarget.value })}
        />
        <RefField
          table="unit"
          label={t('review.unit')}
          description={t('review.unit.what')}
          value={draft.unit}
          error={errorOf('unit')}
          onPick={(unit) => set({ unit })}
          onChange={(event) => set({ unit: event.currentTarget.value })}
        />
        <Roles roles={draft.roles} error={errorOf('roles')} onChange={(roles) => set({ roles })} />
        <TimeField
          label={t('review.dueAt')}
          description={t('review.dueAt.what')}
          required
          value={draft.due_at}
          error={errorOf('due_at')}
          onPick={(due_at) => set({ due_at })}
          onChange={undefined}
        />
        <fieldset className={classes.choice}>
          <legend>{t('review.unconfirmed')}</legend>
          <SegmentedControl
            value={draft.unconfirmed}
            onChange={(value) => set({ unconfirmed: value === 'end' ? 'end' : 'keep' })}
            data={[
              { value: 'keep', label: t('review.keep') },
              { value: 'end', label: t('review.end') },
            ]}
          />
        </fieldset>
        <Reviewers reviewers={draft.reviewers} onChange={(reviewers) => set({ reviewers })} />
        {!plan.data && (
          <Button type="submit" loading={plan.isPending}>
            {t('write.check')}
          </Button>
        )}
      </form>
      {problem && !known && <ProblemNote error={problem} />}
      {plan.data && (
        <Consequences planned={plan.data} write={plan.variables} submit={submit} onReload={undefined}>
          <Drawn rows={plan.data.rows ?? []} />
        </Consequences>
      )}
    </div>
  );
}

interface RolesProps {
  readonly roles: readonly string[];
  readonly error: string | undefined;
  readonly onChange: (roles: string[]) => void;
}

function Roles({ roles, error, onChange }: RolesProps) {
  const { t } = useText();
  const names = useNames('role', true).data;
  return (
    <MultiSelect
      label={t('review.roles')}
      description={t('review.roles.what')}
      error={error}
      data={[...(names?.byId ?? [])].map(([value, label]) => ({ value, label }))}
      value={[...roles]}
      onChange={onChange}
      searchable
      clearable
    />
  );
}
