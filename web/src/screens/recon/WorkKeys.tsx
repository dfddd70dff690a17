import { Kbd, Modal } from '@mantine/core';
import keyClasses from '@/frame/KeysDialog.module.css';
import type { Key } from '@/text/catalogue';
import { useText } from '@/text/text';
import { keyOf } from './useOffered';

const keys: readonly (readonly [keys: readonly string[], text: Key])[] = [
  [['j', 'k'], 'recon.keys.next'],
  [[keyOf.assign], 'recon.keys.assign'],
  [[keyOf.comment], 'recon.keys.comment'],
  [[keyOf.close], 'recon.keys.close'],
  [[keyOf.review], 'recon.keys.review'],
  [[keyOf.reopen], 'recon.keys.reopen'],
  [['/'], 'keys.search'],
  [['g', 'h'], 'keys.home'],
  [['g', 'c'], 'keys.inbox'],
];

/** The keys of the work-list, with those of the frame that one needs there. */
export function WorkKeys({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal opened onClose={onClose} title={t('recon.keys')} closeButtonProps={{ 'aria-label': t('write.cancel') }}>
      <dl className={keyClasses.keys}>
        {keys.map(([names, text]) => (
          <div key={text}>
            <dt>
              {names.map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
