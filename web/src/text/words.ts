import { german, germanPlurals } from './german/words';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** Names whose English form is not simply their words. */
const english: Readonly<Record<string, string>> = {
  api_token: 'API token',
  ascode: 'Configuration',
  CRED: 'Creditor',
  DEBT: 'Debtor',
  SHAR: 'Shared',
  SLEV: 'As agreed with the bank',
  bic: 'BIC',
  'camt.053': 'camt.053',
  'pain.001.001.03': 'pain.001.001.03',
  'pain.001.001.09': 'pain.001.001.09',
  'pain.002': 'pain.002',
  saturday_sunday: 'Saturday and Sunday',
  friday_saturday: 'Friday and Saturday',
  csv: 'CSV',
  doc: 'Description',
  creditor_bic: 'Creditor BIC',
  creditor_iban: 'Creditor IBAN',
  iban: 'IBAN',
  from_at: 'From',
  id: 'ID',
  factor_at: 'Second factor since',
  factor_required: 'Second factor required',
  four_eyes_rule: 'Four-eyes rule',
  recon: 'Reconciliation',
  periodic: 'Scheduled reports',
  refdata: 'Reference data',
  deliver: 'Delivery',
  policy: 'Rules',
  sha256: 'SHA-256',
  sftp: 'SFTP',
  totp: 'One-time code',
  until_at: 'Until',
  url: 'URL',
};

const dictionaries: Record<Language, Readonly<Record<string, string>>> = { en: english, de: german };

/** What people call a declared name: bank_instruction is 'Bank instruction'. */
export function wordIn(language: Language, name: string): string {
  const own = dictionaries[language][name] ?? english[name];
  if (own) return own;
  const [first, ...rest] = name.split('.');
  if (first && rest.length > 0) return `${wordIn(language, first)}: ${wordIn(language, rest.join('.')).toLowerCase()}`;
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The name by which an area of the program is called: people, groups and grants are not a directory to anybody. */
export function areaName(area: string): string {
  return area === 'directory' ? 'access' : area;
}

/** What people call the records of a table together: 'Bank instructions'. */
export function pluralIn(language: Language, name: string): string {
  const own = language === 'de' ? germanPlurals[name] : undefined;
  if (own) return own;
  const one = wordIn(language, name);
  if (language === 'de' && german[name]) return one;
  if (/[^aeiou]y$/.test(one)) return `${one.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(one) ? `${one}es` : `${one}s`;
}
