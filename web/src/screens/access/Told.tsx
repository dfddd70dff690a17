import { useText } from '@/text/text';

/** What the server says in English alone stands as English, for who listens to it. */
export function Told({ text }: { text: string }) {
  const { language, said } = useText();
  const told = said(text);
  return <span lang={language !== 'en' && told === text ? 'en' : undefined}>{told}</span>;
}
