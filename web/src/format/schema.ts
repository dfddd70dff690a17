import type { Column, ColumnType } from '@/api/declared';

/** The part of a JSON schema that a form can be made from. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly maxLength?: number;
}

export type Schemas = Readonly<Record<string, Schema>>;

/** The properties of an object's schema as the columns of a form. */
export function fieldsOf(schema: Schema, schemas: Schemas): readonly Column[] {
  const object = resolved(schema, schemas);
  return Object.entries(object.properties ?? {}).map(([name, property]) => {
    const one = resolved(property, schemas);
    return {
      name,
      doc: property.description ?? one.description ?? '',
      type: typeOf(one, schemas),
      required: object.required?.includes(name) === true,
      enum: one.enum,
      min: one.minimum,
      max: one.maximum,
      pattern: one.pattern,
      max_length: one.maxLength,
    };
  });
}

function resolved(schema: Schema, schemas: Schemas): Schema {
  const name = schema.$ref?.split('/').at(-1);
  const target = name === undefined ? undefined : schemas[name];
  return target ? resolved(target, schemas) : schema;
}

function typeOf(schema: Schema, schemas: Schemas): ColumnType {
  if (schema.type === 'integer') return 'integer';
  if (schema.type === 'boolean') return 'boolean';
  if (schema.type === 'string') return schema.description?.startsWith('RFC 3339') ? 'time' : 'text';
  if (schema.type === 'array' && schema.items && resolved(schema.items, schemas).type === 'string') return 'list';
  return schema.properties?.value && schema.properties.currency ? 'money' : 'document';
}
