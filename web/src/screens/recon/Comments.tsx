import { useTable } from '@/api/declared';
import { useList } from '@/api/list';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Person } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { text } from './exception';
import classes from './Recon.module.css';

/** What people wrote, oldest first, as one reads it. names: of people whom one may not look up. */
export function Comments({ filter, names }: { filter: string; names?: Readonly<Record<string, string>> }) {
  const { t, locale } = useText();
  const may = useTable('exception_comment')?.may.view === true;
  if (!may) return null;
  return <Written filter={filter} names={names ?? {}} title={t('recon.comments')} locale={locale} />;
}

interface Props {
  readonly filter: string;
  readonly names: Readonly<Record<string, string>>;
  readonly title: string;
  readonly locale: string;
}

function Written({ filter, names, title, locale }: Props) {
  const { t } = useText();
  const list = useList('exception_comment', { filter: [filter], sort: 'written_at' });
  return (
    <Section title={title}>
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={2} />}
      {list.isSuccess && list.rows.length === 0 && <p className={classes.none}>{t('recon.comments.none')}</p>}
      <ul className={classes.list}>
        {list.rows.map((row) => (
          <li key={row.id} className={classes.comment}>
            <span className={classes.quiet}>
              <Person id={text(row.author)} names={names} />{' '}
              <time dateTime={text(row.written_at)}>{formatMoment(text(row.written_at), locale)}</time>
            </span>
            <p>{text(row.text)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
