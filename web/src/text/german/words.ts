import { cycles } from './words/cycles';
import { deliver } from './words/deliver';
import { directory } from './words/directory';
import { elsewhere } from './words/elsewhere';
import { notice } from './words/notice';
import { packages } from './words/packages';
import { payments } from './words/payments';
import { policy } from './words/policy';
import { recon } from './words/recon';
import { refdata } from './words/refdata';
import { review } from './words/review';
import { shared } from './words/shared';

export { germanPlurals } from './words/plurals';

/** The trade's German for declared names. */
export const german: Readonly<Record<string, string>> = {
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
