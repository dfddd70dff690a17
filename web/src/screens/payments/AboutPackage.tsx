import { Anchor } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Row } from '@/api/declared';
import { formatMoment } from '@/format/time';
import { CommandLine, Digest } from '@/parts/Digest';
import { Fact, Facts } from '@/parts/Facts';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './AboutPackage.module.css';
import type { Standing } from './standing';

/** States in which there is a file to look at. */
const withFile = new Set(['awaiting_signatures', 'accepted', 'released', 'sent', 'acknowledged', 'rejected', 'booked']);

/** Who entered it, its digest with the way to check it, and its file. */
export function AboutPackage({ row, standing }: { row: Row; standing: Standing | undefined }) {
  const { t, word, locale } = useText();
  const digest = String(row.digest ?? '');
  const file = `/api/v1/package/${encodeURIComponent(row.id)}/file`;
  const names = Object.fromEntries(standing?.people.map(({ user, name }) => [user, name]) ?? []);
  const enteredBy = Array.isArray(row.entered_by) ? row.entered_by.map(String) : [];
  return (
    <Section title={word('package')}>
      <Facts>
        <Fact name={t('pay.digest')}>
          {digest === '' ? (
            t('pay.digest.none')
          ) : (
            <>
              <Digest value={digest} />
              <details className={classes.check}>
                <summary>{t('pay.digest.what')}</summary>
                <CommandLine text={`curl -s -H "Authorization: Bearer $TOKEN" ${location.origin}${file} | sha256sum`} />
              </details>
            </>
          )}
        </Fact>
        {withFile.has(String(row.state)) && (
          <Fact name={t('pay.file')}>
            <Anchor href={file} download={`${row.code}.xml`} className={classes.file}>
              <IconDownload size={15} aria-hidden />
              {`${row.code}.xml`}
            </Anchor>
          </Fact>
        )}
        <Fact name={word('customer')}>
          <RecordLink table="customer" id={String(row.customer)}>
            {standing?.customer_name}
          </RecordLink>
        </Fact>
        <Fact name={t('pay.enteredBy')}>
          <span className={classes.people}>
            {enteredBy.map((user) => (
              <Person key={user} id={user} names={names} />
            ))}
          </span>
        </Fact>
        {typeof row.submitted_at === 'string' && row.submitted_at !== '' && (
          <Fact name={t('pay.submitted')}>
            <time dateTime={row.submitted_at}>{formatMoment(row.submitted_at, locale)}</time>
          </Fact>
        )}
        {typeof row.released_by === 'string' && row.released_by !== '' && (
          <Fact name={word('released_by')}>
            <Person id={row.released_by} names={names} />
          </Fact>
        )}
        {typeof row.ended_by === 'string' && row.ended_by !== '' && (
          <Fact name={t('pay.ended')}>
            <Person id={row.ended_by} names={names} />
          </Fact>
        )}
        {typeof row.why === 'string' && row.why !== '' && <Fact name={t('pay.why')}>{row.why}</Fact>}
      </Facts>
    </Section>
  );
}
