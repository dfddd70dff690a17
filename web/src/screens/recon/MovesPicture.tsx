import { useText } from '@/text/text';
import { bandsOf, kinds, rowsOf, type SideBySide, type SideName } from './moves';
import classes from './Staging.module.css';

const width = 300;
const height = 180;
const edge = 14;

/** One side's rows as ribbons from what the original makes of them to what the copy does. */
export function MovesPicture({ moves, side }: { moves: SideBySide['moves']; side: SideName }) {
  const { t } = useText();
  const bands = bandsOf(moves, side);
  const told = bands
    .filter(({ before, after }) => before !== after)
    .map(({ before, after, rows }) =>
      t('staging.move', { n: rows, before: t(`recon.${before}`), after: t(`recon.${after}`) }),
    );
  const label = told.length === 0 ? t('staging.move.none') : told.join('; ');
  return (
    <figure className={classes.picture}>
      <figcaption>{t(`recon.${side}`)}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {bands.map(({ before, after, rows, left, right }) => (
          <path
            key={`${before}/${after}`}
            className={classes.ribbon}
            data-part={after}
            data-moved={before !== after}
            d={ribbon(left.from, left.to, right.from, right.to)}
          >
            <title>{t('staging.move', { n: rows, before: t(`recon.${before}`), after: t(`recon.${after}`) })}</title>
          </path>
        ))}
        <Edge x={0} bands={bands} of="before" />
        <Edge x={width - edge} bands={bands} of="after" />
      </svg>
      <div className={classes.edges} aria-hidden>
        <span>{t('staging.original')}</span>
        <span>{t('staging.copy')}</span>
      </div>
    </figure>
  );
}

interface EdgeProps {
  readonly x: number;
  readonly bands: ReturnType<typeof bandsOf>;
  readonly of: 'before' | 'after';
}

/** The kinds of one result, stacked. */
function Edge({ x, bands, of }: EdgeProps) {
  const all = bands.reduce((sum, { rows }) => sum + rows, 0);
  let at = 0;
  return kinds.map((kind) => {
    const rows = rowsOf(bands, of, kind);
    if (rows === 0) return null;
    const y = (at / all) * height;
    at += rows;
    return (
      <rect
        key={kind}
        className={classes.edge}
        data-part={kind}
        x={x}
        y={y}
        width={edge}
        height={(rows / all) * height}
      />
    );
  });
}

/** A ribbon between two stretches of the edges, given as shares of the height. */
function ribbon(fromTop: number, fromBottom: number, toTop: number, toBottom: number): string {
  const [a, b, c, d] = [fromTop, fromBottom, toTop, toBottom].map((share) => (share * height).toFixed(2));
  const [start, end, middle] = [edge, width - edge, width / 2];
  return `M${start} ${a}C${middle} ${a} ${middle} ${c} ${end} ${c}L${end} ${d}C${middle} ${d} ${middle} ${b} ${start} ${b}Z`;
}
