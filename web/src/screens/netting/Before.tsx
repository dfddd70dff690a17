import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { bend, type Point, placeOf, widthOf } from '@/format/flows';
import { formatDecimal } from '@/format/money';
import { useText } from '@/text/text';
import { Circle, centre, ring, size, widest } from './Circle';
import classes from './Cycle.module.css';
import { type Flow, type Flows, invoicesOf, widestOf } from './useFlows';

/** Before netting: a curve for each who owes and whom, as wide as what is owed. Pointing at a company shows its own. */
export function Before({ flows, cycle }: { flows: Flows; cycle: string }) {
  const { t } = useText();
  const [chosen, setChosen] = useState<string>();
  const places = new Map(flows.members.map((member, n) => [member.id, placeOf(n, flows.members.length, ring, centre)]));
  const most = widestOf(flows);
  return (
    <figure className={classes.picture}>
      <figcaption>{t('cycle.before')}</figcaption>
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('cycle.before')}>
        <g data-chosen={chosen !== undefined}>
          {flows.flows.map((flow) => (
            <Curve
              key={`${flow.payer}/${flow.payee}`}
              flow={flow}
              flows={flows}
              cycle={cycle}
              places={places}
              width={widthOf(flow.base, most, widest)}
              own={chosen === flow.payer || chosen === flow.payee}
            />
          ))}
        </g>
        <Circle members={flows.members} onChoose={setChosen} />
      </svg>
    </figure>
  );
}

interface CurveProps {
  readonly flow: Flow;
  readonly flows: Flows;
  readonly cycle: string;
  readonly places: ReadonlyMap<string, Point>;
  readonly width: number;
  readonly own: boolean;
}

function Curve({ flow, flows, cycle, places, width, own }: CurveProps) {
  const { t, locale } = useText();
  const navigate = useNavigate();
  const [from, to] = [places.get(flow.payer), places.get(flow.payee)];
  if (!from || !to) return null;
  const named = (id: string) => flows.members.find((member) => member.id === id)?.name ?? id;
  const open = () =>
    void navigate({ to: '/$table', params: { table: 'invoice' }, search: { filter: invoicesOf(cycle, flow) } });
  return (
    // The members' table below says and opens the same by keyboard.
    <path
      className={classes.flow}
      data-own={own}
      d={bend(from, to, centre)}
      strokeWidth={width}
      onClick={open}
      aria-hidden
    >
      <title>
        {t('cycle.flow', {
          payer: named(flow.payer),
          payee: named(flow.payee),
          base: formatDecimal(flow.base, locale),
          currency: flows.base_currency,
          n: flow.invoices,
        })}
      </title>
    </path>
  );
}
