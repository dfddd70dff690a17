import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './WorkLine.module.css';

interface Props {
  readonly icon: ReactNode;
  /** A box to choose the line with, before all else. */
  readonly select?: ReactNode;
  /** Where the line leads. */
  readonly to: string;
  readonly what: ReactNode;
  readonly about: ReactNode;
  readonly aside: ReactNode;
  /** What one does there, as the last word of the line. */
  readonly action: string;
}

/** One line of work: what, about whom, how long, and the one thing to do. */
export function WorkLine({ icon, select, to, what, about, aside, action }: Props) {
  return (
    <li className={classes.line}>
      <span className={classes.icon}>
        {select}
        {icon}
      </span>
      <span className={classes.what}>
        <span>{what}</span>
        <span className={classes.about}>{about}</span>
      </span>
      <span className={classes.aside}>{aside}</span>
      <Link to={to} className={classes.action}>
        {action}
      </Link>
    </li>
  );
}

export function WorkList({ children }: { children: ReactNode }) {
  return <ul className={classes.list}>{children}</ul>;
}
