import { describe, expect, it } from 'vitest';
import { codes } from './german/codes';
import { docs } from './german/docs';
import { phrases } from './german/phrases';
import { said } from './german/said';
import { sentences } from './german/sentences';
import { ways } from './german/ways';
import { german } from './german/words';
import list from './said.json';
import { refusalIn, textReady } from './text';

/** A value alone in a sentence says nothing that could be translated. */
const isBare = (text: string) => text.replace(/%[a-z]/g, '').replace(/[\s.:,]/g, '') === '';
const valuesOf = (text: string) => [...text.matchAll(/%(?:\.\d+)?[a-z]/g)].map((_, at) => `{${at + 1}}`);
const placesOf = (text: string) => [...new Set(text.match(/\{\d\}/g))].sort();

describe('German for what the server says', () => {
  it('is there for every refusal, by its sentence or by its code', () => {
    const missing = list.problems.filter(({ code, text }) =>
      text === undefined || isBare(text) ? codes[code] === undefined : sentences[text] === undefined,
    );
    expect(missing).toEqual([]);
  });

  it('names every value of a sentence, once', () => {
    for (const [text, told] of Object.entries({ ...sentences, ...ways }))
      expect(placesOf(told), text).toEqual(valuesOf(text));
  });

  it('is there for every note of a table, column and command', () => {
    expect(list.docs.filter((doc) => docs[doc] === undefined)).toEqual([]);
  });

  it('is there for every declared name', () => {
    expect(list.names.filter((name) => german[name] === undefined)).toEqual([]);
  });

  it('holds nothing that the server no longer says', () => {
    const texts = new Set(list.problems.map(({ text }) => text));
    const known = new Set([...list.problems.map(({ code }) => code), 'internal']);
    expect(Object.keys(sentences).filter((text) => !texts.has(text))).toEqual([]);
    expect(Object.keys(docs).filter((doc) => !list.docs.includes(doc))).toEqual([]);
    expect(Object.keys(codes).filter((code) => !known.has(code))).toEqual([]);
  });

  it('knows what stands within sentences', () => {
    const parts = list.phrases.filter((part) => /[a-z]/.test(part));
    const whole = Object.keys(phrases).map((phrase) => phrase.replace(/^%s|%s$/g, ''));
    expect(
      parts.filter(
        (part) => ![' including ', ' to group '].includes(part) && !whole.includes(part) && phrases[part] === undefined,
      ),
    ).toEqual([]);
  });

  it.each([
    ['The field iban is missing.', 'Das Feld IBAN fehlt.'],
    ['"AT1" is not of the form ^[A-Z]{2}$.', '„AT1“ hat nicht die Form ^[A-Z]{2}$.'],
    ['This change is withdrawn already.', 'Diese Änderung ist schon im Stand „zurückgezogen“.'],
    ['1 more with group Treasurers (Two pairs of eyes)', 'noch 1 mit Gruppe Treasurers (Two pairs of eyes)'],
    ['1 more with package.approve (Two pairs of eyes)', 'noch 1 mit package.approve (Two pairs of eyes)'],
    [
      'mia may not user.view: no grant of the user has the permission; roles that would give it: auditor, reader',
      'mia darf user.view nicht: keine Berechtigung des Benutzers enthält das Recht; Rollen, die es geben würden: auditor, reader',
    ],
    [
      "a bank instruction changed and made a participant's; a netted cycle settled",
      'eine Bankverbindung geändert und zu der eines Teilnehmers gemacht; ein verrechneter Zyklus ausgeglichen',
    ],
    ['a grant to the group treasurers at unit london', 'eine Berechtigung der Gruppe treasurers für Einheit london'],
    ['a letter written; the rule deleted', undefined],
  ])('tells %s', (english, told) => {
    expect(said(english)).toBe(told);
  });
});

describe('a refusal', () => {
  it('is told in German alone where its sentence is known, and else beside the server’s own words', async () => {
    await textReady('de');
    expect(refusalIn('de', 'own_change', 'You made this change; somebody else has to agree to it.')).toEqual({
      told: 'Sie haben diese Änderung veranlasst; jemand anderes muss ihr zustimmen.',
    });
    expect(refusalIn('de', 'iban_check', 'The check digits do not fit here at all.')).toEqual({
      told: codes.iban_check,
      original: 'The check digits do not fit here at all.',
    });
    expect(refusalIn('en', 'iban_check', 'The check digits do not fit here at all.')).toEqual({
      told: 'The check digits do not fit here at all.',
    });
  });
});
