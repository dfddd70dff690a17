/** One text in every language of the page: [English, German]. */
export type Entry = readonly [en: string, de: string];
export type Entries = Readonly<Record<string, Entry>>;
