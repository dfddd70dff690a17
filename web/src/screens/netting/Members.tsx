import { Link } from '@tanstack/react-router';
import { Money } from '@/parts/Money';
import { RecordLink } from '@/parts/RecordLink';
import { useText } from '@/text/text';
import classes from './Cycle.module.css';
import type { Flows, Member } from './useFlows';

/** The picture as a table: what each owes and is owed, and the one amount that settles it. */
export function Members({ flows }: { flows: Flows }) {
  const { t } = useText();
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('cycle.member')}</th>
            <th scope="col">{t('cycle.owes')}</th>
            <th scope="col">{t('cycle.isOwed')}</th>
            <th scope="col">{t('cycle.settlement')}</th>
          </tr>
        </thead>
        <tbody>
          {flows.members.map((member) => (
            <tr key={member.id}>
              <th scope="row">
                <RecordLink table="participant" id={member.id}>
                  {member.name}
                </RecordLink>
              </th>
              <td>
                <Invoices flows={flows} member={member} side="payer" />
              </td>
              <td>
                <Invoices flows={flows} member={member} side="payee" />
              </td>
              <td>
                <Settlement member={member} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Invoices({ flows, member, side }: { flows: Flows; member: Member; side: 'payer' | 'payee' }) {
  const { locale, plural } = useText();
  const n = flows.flows.filter((flow) => flow[side] === member.id).reduce((sum, flow) => sum + flow.invoices, 0);
  return (
    <Link to="/$table" params={{ table: 'invoice' }} search={{ filter: [`${side}=${member.id}`] }}>
      {new Intl.NumberFormat(locale).format(n)} {plural('invoice')}
    </Link>
  );
}

function Settlement({ member }: { member: Member }) {
  const { word } = useText();
  if (member.direction === '' || !member.amount) return '–';
  return (
    <>
      {word(member.direction)} <Money amount={member.amount} />
    </>
  );
}
