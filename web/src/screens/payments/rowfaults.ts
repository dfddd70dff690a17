/** One row of a file that the server refuses, as it tells of it. */
export interface RowFault {
  readonly row: string;
  readonly column: string;
  readonly code: string;
  readonly detail: string;
}

/** The rows in a refusal: its first line is about the file, then there is a line for each. */
export function rowFaultsOf(detail: string): readonly RowFault[] {
  return detail
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const found = line.match(/^(?:row|line) (\d+)(?:, (\w+))?: (\w+): (.*)$/s);
      return found
        ? [{ row: found[1] ?? '', column: found[2] ?? '', code: found[3] ?? '', detail: found[4] ?? '' }]
        : [];
    });
}
