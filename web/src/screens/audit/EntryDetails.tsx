import { Button } from '@mantine/core';
import { useState } from 'react';
import { imagesOf } from '@/format/entry';
import { Difference } from '@/parts/Difference';
import { CommandLine, Digest } from '@/parts/Digest';
import { Fact, Facts } from '@/parts/Facts';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Audit.module.css';
import { type Entry, useProof } from './useAudit';

/** A configuration that is applied touches hundreds of records; so many are shown at once. */
const atFirst = 12;

/** What an entry holds: the fields that differ, where it came from, and how to prove it. */
export function EntryDetails({ entry }: { entry: Entry }) {
  const { t, word } = useText();
  const { event, seq } = entry;
  const [all, setAll] = useState(false);
  const rows = event.rows ?? [];
  const shown = all ? rows : rows.slice(0, atFirst);
  return (
    <div className={classes.details}>
      {shown.map((row) => (
        <article key={`${row.table}/${row.id}`} className={classes.row}>
          <h4>
            <span>
              {word(row.table)} <RecordLink table={row.table} id={row.id} />
            </span>
            <span className={classes.quiet}>{isOp(row.op) && t(`change.op.${row.op}`)}</span>
          </h4>
          <Difference table={row.table} {...imagesOf(row)} folded={rows.length > 1} />
        </article>
      ))}
      {shown.length < rows.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t('audit.rows', { n: rows.length })}
        </Button>
      )}
      {entry.withheld !== undefined && <p className={classes.quiet}>{t('audit.withheld', { n: entry.withheld })}</p>}
      <Facts>
        {event.facts?.map((fact) => (
          <Fact key={`${fact.name}/${fact.value}`} name={word(fact.name)}>
            <FactValue name={fact.name} value={fact.value} />
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
        {event.method && <Fact name={t('audit.method')}>{event.method.split('+').map(word).join(' + ')}</Fact>}
        {event.request && <Fact name={t('audit.request')}>{event.request}</Fact>}
      </Facts>
      <Place seq={seq} />
      <p className={classes.quiet}>{t('audit.prove')}</p>
      <CommandLine
        text={`curl -OJ '${location.origin}/api/v1/audit/export?from=${seq}&to=${seq}' -H "Authorization: Bearer $TOKEN"`}
      />
      <CommandLine text="countersign audit verify --export audit.jsonl" />
    </div>
  );
}

/** Where the entry stands in the signed tree. */
function Place({ seq }: { seq: number }) {
  const { t, locale } = useText();
  const { data, isError } = useProof(seq);
  const n = (value: number) => new Intl.NumberFormat(locale).format(value);
  if (isError) return <p className={classes.quiet}>{t('audit.place.none')}</p>;
  if (!data) return null;
  return (
    <p className={classes.place}>
      <Status state="sealed" /> {t('audit.place', { leaf: n(data.index), size: n(data.size), steps: n(data.steps) })}{' '}
      <Digest value={data.root} />
    </p>
  );
}

/** Facts that name a user. */
const people = new Set(['maker', 'approver', 'withdrawn_by', 'user']);

/** People by name, digests by their first signs, commands in words. */
function FactValue({ name, value }: { name: string; value: string }) {
  const { word } = useText();
  if (people.has(name)) return <Person id={value} />;
  if (/^[0-9a-f]{64}$/.test(value)) return <Digest value={value} />;
  return name === 'command' ? word(value) : value;
}

const ops = ['insert', 'update', 'delete', 'touch'] as const;

function isOp(op: string): op is (typeof ops)[number] {
  return ops.some((one) => one === op);
}
