import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '@/api/http';
import { useHolds } from '@/api/me';
import type { components } from '@/api/schema';
import { Digest } from '@/parts/Digest';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Audit.module.css';

type Made = components['schemas']['ReportMade'];

/** How many are shown; the table has all of them. */
const shown = 20;

/** Reports that were made by themselves, newest first, with the way to their schedules. */
export function MadeReports() {
  const { t, locale } = useText();
  const holds = useHolds();
  const may = holds('report_made.view');
  const made = useQuery({
    queryKey: ['report_made', 'newest'],
    enabled: may,
    queryFn: async ({ signal }) =>
      (await ask<{ items: Made[] }>(`/api/v1/report_made?sort=-to_at&limit=${shown}`, { signal })).data.items,
  });
  if (!may) return null;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Section
      title={t('report.made')}
      aside={
        holds('report_schedule.view') && (
          <Button component={Link} to="/report_schedule" variant="default" size="compact-sm">
            {t('report.schedules')}
          </Button>
        )
      }
    >
      {made.isError && <ProblemNote error={made.error} onRetry={made.refetch} />}
      {made.isPending && <Loading lines={3} />}
      {made.data?.length === 0 && <Empty title={t('audit.none')}>{t('report.made.none')}</Empty>}
      <ul className={classes.made}>
        {made.data?.map((one) => (
          <li key={one.id}>
            <span className={classes.place}>
              <RecordLink table="report_made" id={one.id}>
                {one.name}
              </RecordLink>
              <span className={classes.quiet}>
                {day.format(Date.parse(one.from_at))} – {day.format(Date.parse(one.to_at))}
              </span>
              <span className={classes.quiet}>{t('report.lines', { n: one.lines })}</span>
              <Digest value={one.sha256} />
            </span>
            {holds('audit.export') && (
              <span className={classes.outcome}>
                {(['xlsx', 'csv'] as const).map((format) => (
                  <a
                    key={format}
                    href={`/api/v1/report_made/${encodeURIComponent(one.id)}/file?format=${format}`}
                    download
                    aria-label={`${one.name}: ${t(`audit.export.${format}`)}`}
                  >
                    {t(`audit.export.${format}`)}
                  </a>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
