import { Button } from '@mantine/core';
import { IconAlertTriangle, IconLock, IconMapOff, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '@/api/http';
import { asProblem, Problem } from '@/api/problem';
import type { Key } from '@/text/catalogue';
import { useText } from '@/text/text';
import classes from './Problem.module.css';
import { Loading } from './States';

interface Props {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  /** h1 where it stands in place of the whole screen. */
  readonly level?: 'p' | 'h1';
}

/** What was refused or failed: what, why, and what to do or whom to ask. */
export function ProblemNote({ error, onRetry, level: Title = 'p' }: Props) {
  const { t } = useText();
  const problem = asProblem(error);
  const { Icon, title, detail, original, todo } = useTold(problem);
  const people = useWhomToAsk(problem);
  return (
    <div className={classes.problem} role="alert">
      <Icon size={22} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <Title className={classes.title}>{title}</Title>
        <p>{detail}</p>
        {people && <p>{t('state.ask.people', { people })}</p>}
        {todo && <p>{todo}</p>}
        {original && (
          <p className={classes.small} lang="en">
            {original}
          </p>
        )}
        <p className={classes.small}>
          <code>{problem.code}</code>
          {problem.request && <> · {t('state.request', { id: problem.request })}</>}
        </p>
        {onRetry && (
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('state.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Who could give what is missing; the roles that would give it stand in the words. */
function useWhomToAsk({ access }: Problem): string | undefined {
  const { t, language } = useText();
  if (!access) return undefined;
  const over = access.administrators;
  if (over) return over.id ? t('state.ask.unit', { unit: over.name }) : t('state.ask.all');
  if (access.people.length === 0) return undefined;
  const people = access.people.map(({ name }) => name);
  if (access.others) return t('state.ask.others', { people: people.join(', ') });
  return new Intl.ListFormat(language).format(people);
}

interface Told {
  readonly Icon: typeof IconLock;
  readonly title: string;
  readonly detail: string;
  /** The server's own words, where the language has none for them. */
  readonly original?: string | undefined;
  readonly todo?: string;
}

const titles: Readonly<Record<number, Key>> = {
  0: 'problem.page',
  409: 'problem.conflict',
  412: 'problem.stale',
  413: 'problem.large',
  422: 'problem.invalid',
  429: 'problem.often',
  500: 'problem.failed',
  503: 'problem.later',
};

function useTold(problem: Problem): Told {
  const { t, refusal } = useText();
  const { told: detail, original } = refusal(problem.code, problem.detail);
  if (problem.status === 403)
    return {
      Icon: IconLock,
      title: t('state.refused'),
      detail,
      original,
      todo: t(problem.access?.roles.length ? 'state.ask.send' : 'state.ask'),
    };
  if (problem.status === 404) return { Icon: IconMapOff, title: t('state.missing'), detail: t('state.missing.why') };
  if (problem.code === 'unreachable')
    return { Icon: IconPlugConnectedX, title: t('state.unreachable'), detail: t('state.unreachable.why') };
  const title = titles[problem.status];
  return { Icon: IconAlertTriangle, title: title ? t(title) : problem.title, detail, original };
}

/** What this person may not do, asked by its address: the server says why. */
export function Refused({ table, action = 'view' }: { table: string; action?: string }) {
  const { word } = useText();
  const permission = `${table}.${action}`;
  const why = useQuery({
    queryKey: ['why', permission],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/api/v1/access/why', { params: { query: { permission } }, signal })),
    retry: false,
  });
  if (why.isPending) return <Loading />;
  // Who may is not refused: there is no such screen.
  if (why.data?.allowed)
    return <ProblemNote level="h1" error={new Problem({ status: 404, code: 'no_such_path', title: '', detail: '' })} />;
  return (
    <ProblemNote
      level="h1"
      error={
        why.error ??
        new Problem({ status: 403, code: 'denied', title: word(table), detail: why.data.text, access: why.data.ask })
      }
    />
  );
}
