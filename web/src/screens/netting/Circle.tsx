import { placeOf } from '@/format/flows';
import classes from './Cycle.module.css';
import type { Member } from './useFlows';

export const size = 420;
export const centre = { x: size / 2, y: size / 2 };
export const ring = 160;
/** How wide the widest ribbon is drawn. */
export const widest = 26;
const names = ring + 26;

/** The companies around the picture, by their codes. */
export function Circle({ members, onChoose }: { members: readonly Member[]; onChoose?: (id?: string) => void }) {
  return members.map((member, n) => {
    const dot = placeOf(n, members.length, ring, centre);
    const name = placeOf(n, members.length, names, centre);
    return (
      <g
        key={member.id}
        className={classes.member}
        aria-hidden
        onPointerEnter={() => onChoose?.(member.id)}
        onPointerLeave={() => onChoose?.(undefined)}
      >
        <circle cx={dot.x} cy={dot.y} r={6} />
        <text x={name.x} y={name.y} textAnchor="middle" dominantBaseline="middle">
          {member.code}
        </text>
        <title>{member.name}</title>
      </g>
    );
  });
}
