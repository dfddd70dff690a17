import { codes } from './codes';
import { docs } from './docs';
import { phrases } from './phrases';
import { sentences } from './sentences';
import { ways } from './ways';
import { german } from './words';

interface Form {
  readonly form: RegExp;
  readonly german: string;
  readonly fixed: number;
}

/** What the server's source calls %q stands in quotation marks; every other value stands bare. */
const value = /%(?:\.\d+)?([a-z])/g;

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A sentence that is made of values alone says nothing by itself. */
function formOf([text, german]: [string, string]): Form | undefined {
  const fixed = text.replace(value, '').replace(/[\s.:,]/g, '').length;
  if (!text.includes('%') || fixed < 3) return undefined;
  let at = 0;
  let source = '';
  for (const { 0: whole, 1: verb, index } of text.matchAll(value)) {
    source += literal(text.slice(at, index)) + (verb === 'q' ? '"(.*?)"' : verb === 'd' ? '(-?\\d+)' : '(.*?)');
    at = index + whole.length;
  }
  return { form: new RegExp(`^${source}${literal(text.slice(at))}$`, 's'), german, fixed };
}

const forms = [...Object.entries(sentences), ...Object.entries(phrases), ...Object.entries(ways)]
  .map(formOf)
  .filter((form) => form !== undefined)
  .toSorted((a, b) => b.fixed - a.fixed);

/** What the server said, in German; undefined for what it says in no sentence that is known here. */
export function said(text: string): string | undefined {
  const whole = sentences[text] ?? phrases[text] ?? ways[text] ?? docs[text];
  if (whole !== undefined) return whole;
  for (const { form, german } of forms) {
    const values = text.match(form)?.slice(1);
    if (values) return german.replace(/\{(\d)\}/g, (_, n: string) => within(values[Number(n) - 1] ?? ''));
  }
  return inTurn(text);
}

/** One thing after another, such as the parts of a way, where all of them are known. */
function inTurn(text: string): string | undefined {
  const parts = text.split('; ').map((part, _, all) => (all.length > 1 ? said(part) : undefined));
  return parts.every((part) => part !== undefined) ? parts.join('; ') : undefined;
}

/** A value of a sentence: a declared name, sentences in a row, or as it is. */
function within(text: string): string {
  if (/^[a-z_]+$/.test(text)) return german[text] ?? text;
  return text
    .split('; ')
    .map((part) => said(part) ?? part)
    .join('; ');
}

/** What may be told of a refusal by its code alone. */
export function toldOf(code: string): string | undefined {
  return codes[code];
}
