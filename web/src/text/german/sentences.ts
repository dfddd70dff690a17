import { changes } from './sentences/changes';
import { log } from './sentences/log';
import { notice } from './sentences/notice';
import { packages } from './sentences/packages';
import { payments } from './sentences/payments';
import { people } from './sentences/people';
import { proofs } from './sentences/proofs';
import { reckoning } from './sentences/reckoning';
import { reference } from './sentences/reference';
import { requests } from './sentences/requests';
import { rules } from './sentences/rules';

/** What the server says, in German: by its own sentence, whose values are {1}, {2} and so on in their order. */
export const sentences: Readonly<Record<string, string>> = {
  ...changes,
  ...notice,
  ...log,
  ...packages,
  ...payments,
  ...people,
  ...proofs,
  ...reckoning,
  ...reference,
  ...requests,
  ...rules,
};
