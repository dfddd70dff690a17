import type { Filled } from '@/api/filled';
import type { components } from '@/api/schema';
import type { useText } from '@/text/text';

export type Barred = Filled<components['schemas']['PaymentsBarred']>;

const words = {
  not_active: 'sign.barred.not_active',
  entered_it: 'sign.barred.entered_it',
  already_signed: 'sign.barred.already_signed',
  may_not_sign: 'sign.barred.may_not_sign',
} as const;

const hasWords = (code: string): code is keyof typeof words => code in words;

/** Why somebody's signature does not count; of a duty rule what the server says, for it names the deed. */
export function barredWords(
  { t, said }: Pick<ReturnType<typeof useText>, 't' | 'said'>,
  { code, why }: Barred,
): string {
  return hasWords(code) ? t(words[code]) : said(why);
}
