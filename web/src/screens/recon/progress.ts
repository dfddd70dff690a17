import type { components } from '@/api/schema';

export type Progress = components['schemas']['ReconProgress'];

/** Where each stage begins and ends on the bar, of 1. */
const stages: Readonly<Record<string, readonly [number, number]>> = {
  'read left': [0, 0.25],
  'read right': [0.25, 0.5],
  match: [0.5, 0.9],
  write: [0.9, 0.98],
  record: [0.98, 0.98],
};

/** The share of the bar that is filled; undefined while nothing is known. */
export function shareDone({ stage, done, total }: Progress): number | undefined {
  const place = stages[stage];
  if (!place) return undefined;
  const [from, to] = place;
  return from + (to - from) * (total > 0 ? Math.min(done / total, 1) : 0);
}

const names = {
  'read left': 'recon.stage.left',
  'read right': 'recon.stage.right',
  match: 'recon.stage.match',
  write: 'recon.stage.write',
  record: 'recon.stage.record',
} as const;

/** What is being done, as a text of the catalogue. */
export function stageOf({ stage, taken }: Progress) {
  if (!taken) return stage === 'record' ? 'recon.stage.unrecorded' : 'recon.stage.waits';
  return names[stage as keyof typeof names] ?? 'recon.stage.fetch';
}
