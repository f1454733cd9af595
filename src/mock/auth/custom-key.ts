import { createPrivateKey } from 'node:crypto';
import { signingKey } from './signing-key.ts';

/** The key that an application's server signs tickets with, in the form of the file that the platform's console gives out. */
export type CustomKey = {
  readonly private_key_id: string;
  /** PEM. */
  readonly private_key: string;
  readonly env_id: string;
};

/** It is the mock's own: everybody knows it, and nothing but a mock may trust it. */
export function customKey(environment: string): CustomKey {
  const key = createPrivateKey({ key: { ...signingKey }, format: 'jwk' });
  return {
    private_key_id: signingKey.kid ?? '',
    private_key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    env_id: environment,
  };
}
