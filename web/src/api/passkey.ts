import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, dataOf } from './http';
import { Problem } from './problem';
import type { components } from './schema';

export type Passkey = components['schemas']['DirectoryPasskey'];
export type PasskeyAnswer = components['schemas']['PasskeyAnswer'];

/** What a device tells, as the standard has it in JSON. */
interface Told<Names extends string> {
  readonly response: Readonly<Record<'clientDataJSON' | Names, string>>;
}

const key = ['me', 'passkey'];

/** Whether this browser keeps passkeys for this address. */
export function canPasskeys(): boolean {
  return (
    typeof PublicKeyCredential === 'function' &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function' &&
    !/^[\d.]+$|^\[/.test(location.hostname)
  );
}

export function usePasskeys() {
  return useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/me/passkey', { signal })).items ?? [],
    staleTime: 60_000,
  });
}

/** Whether the person can sign with a passkey here. */
export function useHasPasskey(): boolean {
  const { data = [] } = usePasskeys();
  return canPasskeys() && data.some(({ site }) => site === location.hostname);
}

/** Has the device make a passkey, and enrols it. */
export function useAddPasskey() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) => {
      const asked = dataOf(await api.POST('/api/v1/me/passkey/challenge'));
      const made = await ofDevice(() =>
        navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
            asked as unknown as PublicKeyCredentialCreationOptionsJSON,
          ),
        }),
      );
      const { response } = made.toJSON() as Told<'attestationObject'>;
      const answer = {
        credential: made.id,
        client_data: response.clientDataJSON,
        attestation: response.attestationObject,
      };
      return dataOf(await api.POST('/api/v1/me/passkey', { body: { name, answer } }));
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: key }),
  });
}

export function useRemovePasskey() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/me/passkey/{id}', { params: { path: { id } } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: key }),
  });
}

/** Has the device sign a package's file; the answer goes with the signature. */
export function useSignWithPasskey() {
  return useMutation({
    mutationFn: async (body: { package: string; digest: string }): Promise<PasskeyAnswer> => {
      const asked = dataOf(await api.POST('/api/v1/me/passkey/sign', { body }));
      const given = await ofDevice(() =>
        navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
            asked as unknown as PublicKeyCredentialRequestOptionsJSON,
          ),
        }),
      );
      const { response } = given.toJSON() as Told<'authenticatorData' | 'signature'>;
      return {
        credential: given.id,
        client_data: response.clientDataJSON,
        authenticator_data: response.authenticatorData,
        signature: response.signature,
      };
    },
  });
}

/** The code of a device or person who did not go on. */
export const stopped = 'passkey_stopped';

/** Browsers do not tell why somebody or something stopped: it is all one. */
async function ofDevice(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  const given = await ask().catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Problem({ code: stopped, title: 'The passkey did not go on', detail, status: 0 });
  });
  return given as PublicKeyCredential;
}
