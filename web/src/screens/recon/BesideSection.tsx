import { Link } from '@tanstack/react-router';
import type { Row } from '@/api/declared';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { BesideNumbers } from './BesideNumbers';
import { MovedRows } from './MovedRows';
import { MovesPicture } from './MovesPicture';
import type { SideBySide } from './moves';
import classes from './Staging.module.css';
import { useBeside, useCopyDifference } from './useStaging';

/** Both results side by side: as a picture, in numbers, and the rows they do not agree about. */
export function BesideSection({ row }: { row: Row }) {
  const { t } = useText();
  const tried = useCopyDifference(row.id).data?.tried;
  const beside = useBeside(row.id, tried === true);
  if (tried === false) {
    return (
      <Section title={t('staging.beside')}>
        <Empty title={t('staging.untried')}>{t('staging.untried.what')}</Empty>
      </Section>
    );
  }
  if (beside.isError) {
    return (
      <Section title={t('staging.beside')}>
        <ProblemNote error={beside.error} onRetry={beside.refetch} />
      </Section>
    );
  }
  if (!beside.data) return <Loading lines={6} />;
  return <Beside of={beside.data} />;
}

function Beside({ of }: { of: SideBySide }) {
  const { t } = useText();
  const same = of.lost_rows + of.gained_rows + of.other_rows === 0;
  return (
    <>
      <Section title={t('staging.beside')}>
        <div className={classes.beside}>
          <p className={classes.runs}>
            {t('staging.original')}: <RunLink of={of.original} /> · {t('staging.copy')}: <RunLink of={of.copy} />
          </p>
          {of.unlike === '' && <p>{same ? t('staging.alike') : <Told of={of} />}</p>}
          {of.unlike !== '' && <p>{t(`staging.unlike.${of.unlike}`)}</p>}
          {of.unlike === '' && (
            <div className={classes.pictures}>
              <MovesPicture moves={of.moves} side="left" />
              <MovesPicture moves={of.moves} side="right" />
            </div>
          )}
          <BesideNumbers of={of} />
          {of.unlike === '' && !same && !of.shown && <p className={classes.quiet}>{t('staging.hidden')}</p>}
        </div>
      </Section>
      <MovedRows of={of} />
    </>
  );
}

function Told({ of }: { of: SideBySide }) {
  const { t, locale } = useText();
  const number = new Intl.NumberFormat(locale);
  return t('staging.told', {
    lost: number.format(of.lost_rows),
    gained: number.format(of.gained_rows),
    other: number.format(of.other_rows),
  });
}

function RunLink({ of }: { of: SideBySide['copy'] }) {
  const { t } = useText();
  return (
    <Link to="/run/$id" params={{ id: of.run }}>
      {t('recon.run', { n: String(of.number) })}
    </Link>
  );
}
