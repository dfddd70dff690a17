import { placeOf, widthOf } from '@/format/flows';
import { formatDecimal } from '@/format/money';
import { useText } from '@/text/text';
import { Circle, centre, ring, size, widest } from './Circle';
import classes from './Cycle.module.css';
import { type Flows, widestOf } from './useFlows';

/** After netting: one ribbon between each company and the centre, to the scale of the other picture. */
export function After({ flows }: { flows: Flows }) {
  const { t, locale } = useText();
  const most = widestOf(flows);
  return (
    <figure className={classes.picture}>
      <figcaption>{t('cycle.after')}</figcaption>
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('cycle.after')}>
        {flows.members.map((member, n) => {
          if (member.direction !== 'pay' && member.direction !== 'receive') return null;
          const at = placeOf(n, flows.members.length, ring, centre);
          return (
            <line
              key={member.id}
              className={classes.settles}
              data-direction={member.direction}
              x1={at.x}
              y1={at.y}
              x2={centre.x}
              y2={centre.y}
              strokeWidth={widthOf(member.base, most, widest)}
            >
              <title>
                {t(member.direction === 'pay' ? 'cycle.pays' : 'cycle.receives', {
                  member: member.name,
                  base: formatDecimal(member.base, locale),
                  currency: flows.base_currency,
                })}
              </title>
            </line>
          );
        })}
        <circle className={classes.hub} cx={centre.x} cy={centre.y} r={9}>
          <title>{t('cycle.centre')}</title>
        </circle>
        <Circle members={flows.members} />
      </svg>
    </figure>
  );
}
