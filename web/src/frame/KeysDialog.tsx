import { type KeyLine, KeyList } from './KeyList';

const keys: readonly KeyLine[] = [
  [['/'], 'keys.search'],
  [['g', 'h'], 'keys.home'],
  [['g', 'c'], 'keys.inbox'],
  [['j', 'k'], 'keys.rows'],
  [['↵'], 'keys.open'],
  [['n'], 'keys.new'],
  [['?'], 'keys.help'],
];

/** The keys of every screen. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return <KeyList title="frame.keys" lines={keys} onClose={onClose} />;
}
