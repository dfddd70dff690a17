import { IconArrowsDiff } from '@tabler/icons-react';
import type { Row } from '@/api/declared';
import { WorkLine } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import { ExceptionAmount } from '../recon/ExceptionAmount';
import { exceptionOf, keyText } from '../recon/exception';

/** Exceptions that somebody asked this person to solve. */
export function ExceptionsToSolve({ exceptions }: { exceptions: readonly Row[] }) {
  const { t, word } = useText();
  return exceptions.map(exceptionOf).map((x) => (
    <WorkLine
      key={x.id}
      icon={<IconArrowsDiff size={17} stroke={1.7} aria-hidden />}
      to={`/exception/${encodeURIComponent(x.id)}`}
      what={
        <>
          <strong>{word('exception')}</strong> {keyText(x) || t('recon.nokey')}
        </>
      }
      about={[t(`recon.kind.${x.kind}`), x.suggestedAction].filter(Boolean).join(' · ')}
      aside={
        <>
          <ExceptionAmount exception={x} />
          {x.priority && <span>{word(x.priority)}</span>}
        </>
      }
      action={t('home.open')}
    />
  ));
}
