import type { OwnFieldProps } from '@/form/WriteForm';
import classes from './Duty.module.css';

/** The other sides of a wall are asked where its first one is; only what is wrong with them is said here. */
export function FaultOf({ error }: OwnFieldProps) {
  if (!error) return null;
  return (
    <p className={classes.fault} role="alert">
      {error}
    </p>
  );
}
