import { markText } from '@/format/difference';
import classes from './SideBySide.module.css';

/** A text beside another one, with the signs that differ marked. */
export function Marked({ text, other }: { text: string; other: string }) {
  const [head, middle, tail] = markText(text, other);
  return (
    <span>
      {head}
      {middle && <mark className={classes.mark}>{middle}</mark>}
      {tail}
    </span>
  );
}
