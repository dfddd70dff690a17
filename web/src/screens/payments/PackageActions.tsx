import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Column, Row, Table } from '@/api/declared';
import { useTable } from '@/api/declared';
import { useMay } from '@/api/record';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { bodyOf, draftOf } from '@/form/draft';
import type { Key } from '@/text/catalogue';
import { useText } from '@/text/text';
import { commandPath, useStanding } from './standing';

type Verb = 'submit' | 'add_orders' | 'reopen' | 'judge' | 'withdraw' | 'hold' | 'resume' | 'release';

/** What each state allows; the server decides again. */
const offered: Readonly<Record<string, readonly Verb[]>> = {
  draft: ['submit', 'add_orders', 'hold', 'withdraw'],
  awaiting_signatures: ['judge', 'hold', 'reopen', 'withdraw'],
  accepted: ['release', 'hold'],
  released: ['hold'],
  declined: ['reopen', 'withdraw'],
  stale: ['reopen', 'withdraw'],
};

/** What the package allows as it stands: what is held is resumed first. */
function offeredOf(row: Row, ready: boolean): readonly Verb[] {
  const verbs = offered[String(row.state)] ?? [];
  const fits = (verb: Verb) => {
    if (verb === 'judge') return ready && row.held !== true;
    if (verb === 'release') return row.dual_disposition === true && row.held !== true;
    return verb !== 'hold' || row.held !== true;
  };
  return [...(row.held === true ? (['resume'] as const) : []), ...verbs.filter(fits)];
}

const titles: Readonly<Record<Verb, readonly [Key, Key]>> = {
  submit: ['pay.do.submit', 'pay.do.submit.what'],
  add_orders: ['pay.do.add', 'pay.do.add.what'],
  reopen: ['pay.do.reopen', 'pay.do.reopen.what'],
  judge: ['pay.do.judge', 'pay.do.judge.what'],
  withdraw: ['pay.do.withdraw', 'pay.do.withdraw.what'],
  hold: ['pay.do.hold', 'pay.do.hold.what'],
  resume: ['pay.do.resume', 'pay.do.resume.what'],
  release: ['pay.do.release', 'pay.do.release.what'],
};

/** What the person may do with the package besides signing it. */
export function PackageActions({ row }: { row: Row }) {
  const [doing, setDoing] = useState<Doing>();
  const ready = useStanding(row).data?.verdict.accepted === true;
  const verbs = offeredOf(row, ready);
  return (
    <>
      {verbs.map((verb) => (
        <Offer key={verb} verb={verb} row={row} onOpen={setDoing} />
      ))}
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </>
  );
}

function Offer({ verb, row, onOpen }: { verb: Verb; row: Row; onOpen: (doing: Doing) => void }) {
  const { t, locale } = useText();
  const order = useTable('order');
  const command = useTable('package')?.commands.find(({ name }) => name === `package.${verb}`);
  const may = useMay(`package.${verb}`, 'package', row.id, command?.may === true);
  if (!command || !may) return null;
  const [title, what] = titles[verb];
  const columns = verb === 'add_orders' ? entryOf(order) : verb === 'release' ? [] : command.fields;
  const doing: Doing = {
    title: t(title),
    what: t(what),
    ...(columns.length > 0 && { columns, initial: draftOf(columns, { kind: row.kind }, locale) }),
    writeOf: (draft) => {
      const body = bodyOf(columns, draft, locale);
      return {
        method: 'POST',
        path: commandPath(row.id, verb),
        // What is released is the file that is looked at here.
        ...(verb === 'release' && { body: { digest: row.digest } }),
        ...(columns.length > 0 && { body: verb === 'add_orders' ? { orders: [body] } : body }),
      };
    },
  };
  const first = ['submit', 'judge', 'release', 'resume'].includes(verb);
  return (
    <Button variant={first ? 'filled' : 'default'} onClick={() => onOpen(doing)}>
      {t(title)}
    </Button>
  );
}

const entered = [
  'account',
  'bank_instruction',
  'amount',
  'execution_date',
  'end_to_end_id',
  'remittance',
  'kind',
  'charge_bearer',
  'reference',
  'purpose',
  'service_level',
  'ultimate_debtor',
];

/** The columns of an order that people enter; what else it has comes from its bank instruction. */
function entryOf(order: Table | undefined): readonly Column[] {
  return entered.flatMap((name) => order?.columns.filter((column) => column.name === name) ?? []);
}
