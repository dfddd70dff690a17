import { useQuery } from '@tanstack/react-query';
import { fieldsOf, type Schema, type Schemas } from '@/format/schema';
import { ask } from './http';

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly post?: {
          readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
        };
      }
    >
  >;
  readonly components: { readonly schemas: Schemas };
}

/** The fields of a command, read from the served OpenAPI document when the command is opened. */
export function useCommandFields(path: string | undefined) {
  return useQuery({
    queryKey: ['openapi'],
    queryFn: async ({ signal }) => (await ask<Document>('/openapi.json', { signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: path !== undefined,
    select: (document) => {
      const body = document.paths[path ?? '']?.post?.requestBody?.content['application/json']?.schema;
      return body ? fieldsOf(body, document.components.schemas) : [];
    },
  });
}
