import { Link } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { ExceptionAmount } from './ExceptionAmount';
import { exceptionOf, keyText } from './exception';
import classes from './Recon.module.css';

const shown = 10;

/** The first exceptions that pass the filter, and the way to all of them on the work-list. */
export function ExceptionLines({ title, filter }: { title: string; filter: readonly string[] }) {
  const may = useTable('exception')?.may.view === true;
  return may ? <Lines title={title} filter={filter} /> : null;
}

function Lines({ title, filter }: { title: string; filter: readonly string[] }) {
  const { t, locale } = useText();
  const { data, isError, error, refetch } = useSome('exception', { filter }, shown, true);
  return (
    <Section title={title} aside={data?.total !== undefined && new Intl.NumberFormat(locale).format(data.total)}>
      {isError && <ProblemNote error={error} onRetry={refetch} />}
      {!data && !isError && <Loading />}
      {data?.items.length === 0 && <Empty title={t('recon.openOnes.none')}>{t('recon.openOnes.none.what')}</Empty>}
      <ul className={classes.list}>
        {data?.items.map((row) => {
          const x = exceptionOf(row);
          return (
            <li key={x.id}>
              <Link to="/exception/$id" params={{ id: x.id }} className={classes.line}>
                <span className={classes.name}>{keyText(x) || t('recon.nokey')}</span>
                <span className={classes.end}>
                  <ExceptionAmount exception={x} />
                </span>
                <span className={classes.quiet}>{t(`recon.kind.${x.kind}`)}</span>
                <Status state={x.state} />
              </Link>
            </li>
          );
        })}
      </ul>
      {data && data.items.length > 0 && (
        <Link to="/exception" search={{ filter }} className={classes.foot}>
          {t('recon.worklist')}
        </Link>
      )}
    </Section>
  );
}
