import { type KeyLine, KeyList } from '@/frame/KeyList';
import { keyOf } from './useOffered';

const keys: readonly KeyLine[] = [
  [['j', 'k'], 'recon.keys.next'],
  [[keyOf.assign], 'recon.keys.assign'],
  [[keyOf.allocate], 'recon.keys.allocate'],
  [[keyOf.label], 'recon.keys.label'],
  [[keyOf.comment], 'recon.keys.comment'],
  [[keyOf.close], 'recon.keys.close'],
  [[keyOf.force_close], 'recon.keys.force_close'],
  [[keyOf.review], 'recon.keys.review'],
  [[keyOf.reopen], 'recon.keys.reopen'],
  [['/'], 'keys.search'],
  [['g', 'h'], 'keys.home'],
  [['g', 'c'], 'keys.inbox'],
];

/** The keys of the work-list, with those of the frame that one needs there. */
export function WorkKeys({ onClose }: { onClose: () => void }) {
  return <KeyList title="recon.keys" lines={keys} onClose={onClose} />;
}
