import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useHolds } from '@/api/me';
import { CommandLine } from '@/parts/Digest';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { Archives, Lying } from './Archives';
import classes from './Audit.module.css';
import { Criteria } from './Criteria';
import { EntryLine } from './EntryLine';
import { ExportMenu } from './ExportMenu';
import { KeptSearches } from './KeptSearches';
import { type Entry, useAsked, useEntries, useSealed } from './useAudit';

/** The log as a time line: who did what to which record, and that nobody altered it. */
export default function AuditScreen() {
  const { t } = useText();
  const holds = useHolds();
  const { asked, set } = useAsked();
  if (!holds('audit.view')) return <Refused table="audit" />;
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={t('audit.title')}
        about={t('audit.about')}
        actions={
          <>
            <Button component={Link} to="/audit/reports" variant="default">
              {t('report.title')}
            </Button>
            {holds('audit.export') && <ExportMenu asked={asked} />}
          </>
        }
      />
      <Sealed />
      <div className={classes.criteria}>
        <Criteria asked={asked} onChange={set} />
        <KeptSearches asked={asked} />
      </div>
      <Entries />
    </div>
  );
}

function Sealed() {
  const { t, locale } = useText();
  const sealed = useSealed();
  if (!sealed.data) return null;
  return (
    <details className={classes.sealed}>
      <summary>
        <Status state="sealed" /> {t('audit.sealed', { n: new Intl.NumberFormat(locale).format(sealed.data) })}{' '}
        <span className={classes.quiet}>
          {new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(sealed.dataUpdatedAt)}
        </span>
      </summary>
      <p>{t('audit.sealed.how')}</p>
      <CommandLine text="countersign audit verify --data DIR" />
      <CommandLine text="countersign audit verify --export audit.jsonl" />
      <Archives />
    </details>
  );
}

function Entries() {
  const { t, locale } = useText();
  const { asked } = useAsked();
  const found = useEntries(asked);
  const entries = found.data?.pages.flatMap((page) => page.items);
  const archived = found.data?.pages.at(-1)?.archived ?? [];
  return (
    <Section title={t('audit.entries')} aside={<Count of={found.data?.pages[0]} />}>
      {found.isError && <ProblemNote error={found.error} onRetry={found.refetch} />}
      {found.isPending && <Loading lines={8} />}
      {entries?.length === 0 && <Empty title={t('audit.none')}>{t('audit.none.what')}</Empty>}
      {daysOf(entries ?? [], locale).map(({ day, entries: ofDay }) => (
        <section key={day} aria-label={day}>
          <h3 className={classes.day}>{day}</h3>
          <ol className={classes.line}>
            {ofDay.map((entry) => (
              <EntryLine key={entry.seq} entry={entry} opened={String(entry.seq) === asked.at} />
            ))}
          </ol>
        </section>
      ))}
      {!found.hasNextPage && archived.length > 0 && <Lying parts={archived} />}
      {found.hasNextPage && (
        <Button variant="subtle" fullWidth loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t('audit.older')}
        </Button>
      )}
    </Section>
  );
}

/** How many there are in all, as far as they are counted. */
function Count({ of }: { of: { total?: number; more?: boolean } | undefined }) {
  const { t, locale } = useText();
  if (of?.total === undefined) return null;
  const n = new Intl.NumberFormat(locale).format(of.total);
  return <span className={classes.quiet}>{t(of.more ? 'audit.count.more' : 'audit.count.all', { n })}</span>;
}

/** The entries under the days on which they were made, in the order of the log. */
function daysOf(entries: readonly Entry[], locale: string) {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
  const days: { day: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const day = format.format(Date.parse(entry.at));
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
