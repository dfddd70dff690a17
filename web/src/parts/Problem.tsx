import { Button } from '@mantine/core';
import { IconAlertTriangle, IconLock, IconMapOff, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '@/api/http';
import { asProblem, Problem } from '@/api/problem';
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
  const { Icon, title, detail, todo } = useTold(problem);
  return (
    <div className={classes.problem} role="alert">
      <Icon size={22} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <Title className={classes.title}>{title}</Title>
        <p>{detail}</p>
        {todo && <p>{todo}</p>}
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

function useTold(problem: Problem) {
  const { t } = useText();
  if (problem.status === 403)
    return { Icon: IconLock, title: t('state.refused'), detail: problem.detail, todo: t('state.ask') };
  if (problem.status === 404)
    return { Icon: IconMapOff, title: t('state.missing'), detail: t('state.missing.why'), todo: undefined };
  if (problem.code === 'unreachable') {
    return {
      Icon: IconPlugConnectedX,
      title: t('state.unreachable'),
      detail: t('state.unreachable.why'),
      todo: undefined,
    };
  }
  return { Icon: IconAlertTriangle, title: problem.title, detail: problem.detail, todo: undefined };
}

/** What this person may not do, asked by its address: the server says why. */
export function Refused({ table, action = 'view' }: { table: string; action?: string }) {
  const { word } = useText();
  const permission = `${table}.${action}`;
  const why = useQuery({
    queryKey: ['why', permission],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/api/v1/access/why', { params: { query: { permission } }, signal })).text,
    retry: false,
  });
  if (why.isPending) return <Loading />;
  return (
    <ProblemNote
      level="h1"
      error={why.error ?? new Problem({ status: 403, code: 'denied', title: word(table), detail: why.data })}
    />
  );
}
