import { imagesOf } from '@/format/entry';
import { Difference } from '@/parts/Difference';
import { CommandLine } from '@/parts/Digest';
import { Fact, Facts } from '@/parts/Facts';
import { Person, RecordLink } from '@/parts/RecordLink';
import { useText } from '@/text/text';
import classes from './Audit.module.css';
import type { Entry } from './useAudit';

/** What an entry holds: the fields that differ, where it came from, and how to prove it. */
export function EntryDetails({ entry }: { entry: Entry }) {
  const { t, word } = useText();
  const { event, seq } = entry;
  return (
    <div className={classes.details}>
      {event.rows?.map((row) => (
        <article key={`${row.table}/${row.id}`} className={classes.row}>
          <h3>
            {word(row.table)} <RecordLink table={row.table} id={row.id} />
          </h3>
          <Difference table={row.table} {...imagesOf(row)} />
        </article>
      ))}
      <Facts>
        {event.facts?.map((fact) => (
          <Fact key={`${fact.name}/${fact.value}`} name={word(fact.name)}>
            {fact.value}
          </Fact>
        ))}
        {event.on_behalf && (
          <Fact name={t('audit.behalf')}>
            <Person id={event.on_behalf} />
          </Fact>
        )}
        {event.count !== undefined && event.count > 1 && (
          <Fact name={t('audit.facts')}>{t('audit.count', { n: event.count })}</Fact>
        )}
        {event.from && <Fact name={t('audit.from')}>{event.from}</Fact>}
        {event.method && <Fact name={t('audit.method')}>{word(event.method)}</Fact>}
        {event.request && <Fact name={t('audit.request')}>{event.request}</Fact>}
      </Facts>
      <p className={classes.quiet}>{t('audit.prove')}</p>
      <CommandLine
        text={`curl -OJ '${location.origin}/api/v1/audit/export?from=${seq}&to=${seq}' -H "Authorization: Bearer $TOKEN"`}
      />
      <CommandLine text="countersign audit verify --export audit.jsonl" />
    </div>
  );
}
