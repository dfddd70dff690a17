import { describe, expect, it } from 'vitest';
import { reports, requestOf } from './reports';

const named = (name: string) => {
  const report = reports.find((one) => one.name === name);
  if (!report) throw new Error(name);
  return report;
};

describe('asking for a report', () => {
  it('sends times in UTC and leaves out what is empty', () => {
    const { path, method, query } = requestOf(named('changes'), { user: 'eva', from: '2026-11-22T10:00', to: ' ' });
    expect([path, method]).toEqual(['/api/v1/report/changes', 'GET']);
    expect(Object.fromEntries(query)).toEqual({ user: 'eva', from: new Date('2026-11-22T10:00').toISOString() });
  });

  it('sends a list of people in the body alone', () => {
    const { method, query, body } = requestOf(named('leavers'), { kind: 'left', csv: 'email\na@example.com' });
    expect([method, query.toString(), body]).toEqual(['POST', '', { kind: 'left', csv: 'email\na@example.com' }]);
  });
});
