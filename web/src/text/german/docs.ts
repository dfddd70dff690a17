import { cycles } from './docs/cycles';
import { deliver } from './docs/deliver';
import { directory } from './docs/directory';
import { elsewhere } from './docs/elsewhere';
import { notice } from './docs/notice';
import { packages } from './docs/packages';
import { payments } from './docs/payments';
import { policy } from './docs/policy';
import { recon } from './docs/recon';
import { refdata } from './docs/refdata';
import { review } from './docs/review';
import { shared } from './docs/shared';

/** What the server says of its tables, columns and commands, in German, by its own sentence. */
export const docs: Readonly<Record<string, string>> = {
  ...cycles,
  ...deliver,
  ...directory,
  ...elsewhere,
  ...notice,
  ...packages,
  ...payments,
  ...policy,
  ...recon,
  ...refdata,
  ...review,
  ...shared,
};
