import { expect, it } from 'vitest';
import { initialsOf } from './initials';

it.each([
  ['Karin Auer', 'KA'],
  ['Éva von Kiss', 'ÉK'],
  ['courier', 'C'],
  ['mia.gruber', 'MG'],
  ['', ''],
])('the face of %s is %s', (name, letters) => expect(initialsOf(name)).toBe(letters));
