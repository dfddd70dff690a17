import { type Table, useTable } from '@/api/declared';
import { useMay } from '@/api/record';

/** A table with what the person may do to its rows at one customer. */
export interface Doors {
  readonly table: Table | undefined;
  readonly insert: boolean;
  readonly update: boolean;
  readonly delete: boolean;
}

export function useRowDoors(name: string, customer: string): Doors {
  const table = useTable(name);
  const insert = useMay(`${name}.insert`, 'customer', customer, table?.may.insert === true);
  const update = useMay(`${name}.update`, 'customer', customer, table?.may.update === true);
  const remove = useMay(`${name}.delete`, 'customer', customer, table?.may.delete === true);
  return { table, insert, update, delete: remove };
}
