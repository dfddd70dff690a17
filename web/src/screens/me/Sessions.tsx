import { Button } from '@mantine/core';
import { type Session, useEndSession, useMe, useSessions } from '@/api/me';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Me.module.css';

/** The person's own sessions; each can be ended from here. */
export function Sessions() {
  const { t } = useText();
  const sessions = useSessions();
  const end = useEndSession();
  if (sessions.isError) return <ProblemNote error={sessions.error} onRetry={sessions.refetch} />;
  return (
    <Section title={t('me.sessions')}>
      <p className={classes.note}>{t('me.sessions.what')}</p>
      {sessions.isPending && <Loading />}
      {sessions.data?.length === 0 && <Empty title={t('me.sessions')}>{t('me.sessions.none')}</Empty>}
      {end.isError && <ProblemNote error={end.error} />}
      {sessions.data && sessions.data.length > 0 && <SessionTable sessions={sessions.data} end={end.mutate} />}
    </Section>
  );
}

function SessionTable({ sessions, end }: { sessions: readonly Session[]; end: (id: string) => void }) {
  const { t, locale, word } = useText();
  const { session: own } = useMe();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('me.sessions.list')}>
      <table className={classes.sessions}>
        <thead>
          <tr>
            {(['me.method', 'me.from', 'me.started', 'me.proof', 'me.ends'] as const).map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <td>{session.method.split('+').map(word).join(' + ')}</td>
              <td title={session.agent}>{session.address}</td>
              <td>{formatMoment(session.started_at, locale)}</td>
              <td>{formatMoment(session.proof_at, locale)}</td>
              <td>{formatMoment(session.ends_at, locale)}</td>
              <td>
                {session.id === own?.id ? (
                  <Status state={t('me.here')} kind="agreed" />
                ) : (
                  <Button size="compact-xs" variant="default" onClick={() => end(session.id)}>
                    {t('me.end')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
