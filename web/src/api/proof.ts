/**
 * Some writes ask for a proof of identity newer than the session's last one.
 * The request waits here while the dialog asks; all that wait share one dialog.
 */
interface Waiting {
  readonly renewed: Promise<boolean>;
  readonly settle: (renewed: boolean) => void;
}

let waiting: Waiting | undefined;
const listeners = new Set<() => void>();

function tell(next: Waiting | undefined) {
  waiting = next;
  for (const listener of listeners) listener();
}

/** Opens the dialog; the answer is whether the proof was renewed. */
export function askForProof(): Promise<boolean> {
  if (!waiting) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    tell({ renewed: promise, settle: resolve });
    return promise;
  }
  return waiting.renewed;
}

/** Called by the dialog: true after a renewal, false when it was closed. */
export function settleProof(renewed: boolean) {
  waiting?.settle(renewed);
  tell(undefined);
}

export const proofWanted = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  now: () => waiting !== undefined,
};
