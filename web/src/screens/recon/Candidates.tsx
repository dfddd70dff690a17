import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, dataOf } from '@/api/http';
import { useMay } from '@/api/record';
import type { components } from '@/api/schema';
import { formatDecimal } from '@/format/money';
import { Door } from '@/parts/Door';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Candidates.module.css';
import { type Exception, keyText } from './exception';
import recon from './Recon.module.css';

type Candidate = NonNullable<components['schemas']['ExceptionCandidates']['items']>[number];
type Reason = NonNullable<Candidate['reasons']>[number];

/** Rows of the other side that an exception without partner may lack, best first. */
export function Candidates({ exception: x }: { exception: Exception }) {
  if (x.kind === 'partial' || x.state === 'closed') return null;
  return <Suggested exception={x} />;
}

function Suggested({ exception: x }: { exception: Exception }) {
  const { t } = useText();
  const found = useQuery({
    queryKey: ['table', 'exception', 'record', x.id, 'candidates'],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/api/v1/exception/{id}/candidates', { params: { path: { id: x.id } }, signal })),
  });
  const may = useMay('exception.match', 'exception', x.id, true);
  const items = found.data?.items ?? [];
  return (
    <Section title={t('recon.candidates')}>
      {found.isError && <ProblemNote error={found.error} onRetry={found.refetch} />}
      {found.isPending && <Loading lines={2} />}
      {found.isSuccess && (
        <p className={recon.none}>{t(items.length === 0 ? 'recon.candidates.none' : 'recon.candidates.what')}</p>
      )}
      <ol className={recon.list} aria-label={t('recon.candidates')}>
        {items.map((one) => (
          <Line key={one.exception} candidate={one} of={may ? x.id : undefined} />
        ))}
      </ol>
    </Section>
  );
}

/** A candidate, with the way to match it by hand for who may. */
function Line({ candidate: one, of }: { candidate: Candidate; of: string | undefined }) {
  const { t, locale } = useText();
  return (
    <li className={classes.candidate}>
      <Link to="/exception/$id" params={{ id: one.exception }} className={classes.name}>
        {keyText({ key: one.key ?? [] }) || t('recon.nokey')}
      </Link>
      <span className={classes.amount}>{one.amount && formatDecimal(one.amount, locale)}</span>
      <span className={classes.score}>{t('recon.candidates.score', { n: one.score })}</span>
      <ul className={classes.reasons}>
        {(one.reasons ?? []).map((reason) => (
          <li key={reason.code + reason.column}>
            <Told reason={reason} />{' '}
            <span className={recon.quiet}>{t('recon.candidates.points', { n: reason.points, of: reason.of })}</span>
          </li>
        ))}
      </ul>
      {of !== undefined && (
        <div className={classes.reasons}>
          <Door to={`/exception/${encodeURIComponent(of)}/do/match`} search={{ with: one.exception }}>
            {t('recon.byHand.match')}
          </Door>
        </div>
      )}
    </li>
  );
}

function Told({ reason: { code, column, detail } }: { reason: Reason }) {
  const { t, locale } = useText();
  if (code === 'amount_differs' && detail === '') return t('recon.candidate.amount_unread');
  const days = detail.replace(/^-/, '');
  if (code === 'date_within' || code === 'date_apart')
    return t(days === '1' ? 'recon.candidate.date_one' : 'recon.candidate.date_apart', { days });
  const diff = code.startsWith('amount_') ? formatDecimal(detail, locale) : '';
  return t(`recon.candidate.${code}`, { column, other: detail, diff });
}
