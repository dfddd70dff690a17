import { access } from './access';
import { audit } from './audit';
import { change } from './change';
import { customer } from './customer';
import { deliver } from './deliver';
import { deputy } from './deputy';
import { duty } from './duty';
import { ending } from './ending';
import { frame } from './frame';
import { home } from './home';
import { me } from './me';
import { netting } from './netting';
import { payments } from './payments';
import { people } from './people';
import { policy } from './policy';
import { recon } from './recon';
import { refdata } from './refdata';
import { review } from './review';
import { roles } from './roles';
import { rules } from './rules';
import { signing } from './signing';
import { staging } from './staging';
import { table } from './table';
import { together } from './together';

/** Every text of the page, English and German side by side: [en, de]. */
export const catalogue = {
  ...frame,
  ...ending,
  ...home,
  ...me,
  ...deputy,
  ...duty,
  ...review,
  ...change,
  ...together,
  ...table,
  ...payments,
  ...deliver,
  ...signing,
  ...customer,
  ...audit,
  ...access,
  ...people,
  ...policy,
  ...roles,
  ...rules,
  ...netting,
  ...recon,
  ...staging,
  ...refdata,
};

export type Key = keyof typeof catalogue;
