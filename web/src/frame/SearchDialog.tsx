import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useState } from 'react';
import { useText } from '@/text/text';
import classes from './SearchDialog.module.css';
import { type Hit, leastLetters, useHits } from './useHits';

/** How long to wait for the next letter before tables are asked. */
const pauseMs = 250;

/** Finds places and records by name; arrows choose, Enter goes there. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [settled] = useDebouncedValue(words.trim(), pauseMs);
  const [chosen, setChosen] = useState(0);
  const { hits, busy, failed, partly } = useHits(settled);
  const list = useId();
  const current = Math.min(chosen, Math.max(0, hits.length - 1));

  function go(hit: Hit | undefined) {
    if (!hit) return;
    onClose();
    void navigate({ to: hit.to });
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') go(hits[current]);
    else if (event.key === 'ArrowDown') setChosen(Math.min(current + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(current - 1, 0));
    else return;
    event.preventDefault();
  }

  return (
    <Modal.Root opened onClose={onClose} size="lg" yOffset="8vh" padding="sm">
      <Modal.Overlay />
      <Modal.Content aria-label={t('search.label')}>
        <Modal.Body>
          <TextInput
            data-autofocus
            role="combobox"
            aria-label={t('search.label')}
            aria-expanded={hits.length > 0}
            aria-controls={list}
            aria-activedescendant={hits[current] && `${list}-${current}`}
            placeholder={t('search.hint')}
            value={words}
            onChange={(event) => {
              setWords(event.currentTarget.value);
              setChosen(0);
            }}
            onKeyDown={onKeyDown}
          />
          <div role="listbox" id={list} aria-label={t('search.label')} aria-busy={busy} className={classes.hits}>
            {hits.map((hit, i) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the text field above takes the keys
              <div
                key={hit.to}
                role="option"
                id={`${list}-${i}`}
                tabIndex={-1}
                aria-selected={i === current}
                className={classes.hit}
                onClick={() => go(hit)}
              >
                <span>{hit.name}</span>
                <span className={classes.kind}>{hit.kind}</span>
              </div>
            ))}
          </div>
          {settled.length >= leastLetters && !busy && !failed && hits.length === 0 && (
            <p className={classes.none}>{t('search.none')}</p>
          )}
          {partly && <p className={classes.none}>{t('search.partly')}</p>}
          {failed && <p className={classes.none}>{t('search.failed')}</p>}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
