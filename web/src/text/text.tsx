import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { catalogue, type Key } from './catalogue';
import { type Language, languages, pluralIn, wordIn } from './words';

type Values = Readonly<Record<string, string | number>>;

/** The texts in one language, with its locale for numbers and times. */
export interface Text {
  readonly language: Language;
  readonly locale: string;
  /** The text of the key; {name} is replaced by the value of that name. */
  t(key: Key, values?: Values): string;
  /** What people call a table, column, state or permission. */
  word(name: string): string;
  /** What people call the records of a table together. */
  plural(table: string): string;
  /** What the server says in English, in this language as far as it is known there. */
  said(text: string): string;
  /** Why something was refused or failed; with the server's own words where only the code could be told. */
  refusal(code: string, detail: string): Refusal;
  setLanguage(language: Language): void;
}

export interface Refusal {
  readonly told: string;
  readonly original?: string;
}

const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };
const kept = 'countersign.language';
const Current = createContext<Text | undefined>(undefined);

/** German for what the server says is fetched by who reads it. */
let german: typeof import('./german/said') | undefined;

async function load(language: Language): Promise<void> {
  if (language === 'de') german ??= await import('./german/said');
}

/** Resolves once what is preferred can be read; without it the server's English stands. */
export function textReady(language = preferred()): Promise<void> {
  return load(language).catch(() => undefined);
}

function saidIn(language: Language, text: string): string {
  return (language === 'de' ? german?.said(text) : undefined) ?? text;
}

export function refusalIn(language: Language, code: string, detail: string): Refusal {
  if (language === 'en') return { told: detail };
  const told = german?.said(detail);
  if (told !== undefined) return { told };
  return { told: german?.toldOf(code) ?? translate(language, 'problem.refused'), original: detail };
}

export function translate(language: Language, key: Key, values: Values = {}): string {
  const text: string = catalogue[key][language === 'en' ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function preferred(): Language {
  const own = localStorage.getItem(kept);
  return languages.find((language) => language === own) ?? (navigator.language.startsWith('de') ? 'de' : 'en');
}

export function TextProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(preferred);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(kept, language);
  }, [language]);
  const text = useMemo<Text>(
    () => ({
      language,
      locale: locales[language],
      t: (key, values) => translate(language, key, values),
      word: (name) => wordIn(language, name),
      plural: (table) => pluralIn(language, table),
      said: (text) => saidIn(language, text),
      refusal: (code, detail) => refusalIn(language, code, detail),
      setLanguage: (next) => void load(next).finally(() => setLanguage(next)),
    }),
    [language],
  );
  return <Current value={text}>{children}</Current>;
}

export function useText(): Text {
  const text = use(Current);
  if (!text) throw new Error('useText needs a TextProvider around it.');
  return text;
}
