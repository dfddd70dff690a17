import { formatMoment } from '@/format/time';
import { Fact, Facts } from '@/parts/Facts';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty } from '@/parts/States';
import { useText } from '@/text/text';
import type { Exception } from './exception';

/** Who is to solve it, what was found and what was done. */
export function WorkDone({ exception: x, names }: { exception: Exception; names: Readonly<Record<string, string>> }) {
  const { t, word, locale } = useText();
  const untouched = [x.assignee, x.group, x.cause, x.suggestedAction, x.actionTaken, x.priority].every(
    (said) => said === '',
  );
  return (
    <Section title={t('recon.work')}>
      {untouched ? (
        <Empty title={word(x.state)}>{t(x.state === 'unreviewed' ? 'recon.work.none' : 'recon.work.begun')}</Empty>
      ) : (
        <Facts>
          {x.group && (
            <Fact name={word('group')}>
              <RecordLink table="group" id={x.group} />
            </Fact>
          )}
          {x.assignee && (
            <Fact name={word('assignee')}>
              <Person id={x.assignee} names={names} />
            </Fact>
          )}
          {x.priority && <Fact name={word('priority')}>{word(x.priority)}</Fact>}
          {x.cause && <Fact name={word('cause')}>{x.cause}</Fact>}
          {x.suggestedAction && <Fact name={word('suggested_action')}>{x.suggestedAction}</Fact>}
          {x.actionTaken && <Fact name={word('action_taken')}>{x.actionTaken}</Fact>}
          {x.closedBy && (
            <>
              <Fact name={word('closed_by')}>
                <Person id={x.closedBy} names={names} />
              </Fact>
              <Fact name={word('closed_at')}>
                <time dateTime={x.closedAt}>{formatMoment(x.closedAt, locale)}</time>
              </Fact>
            </>
          )}
        </Facts>
      )}
    </Section>
  );
}
