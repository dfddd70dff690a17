/** The tables whose records have roles of their own: one can be given on all of them at once. */
export const wholeTables = ['process', 'reference_table'] as const;
