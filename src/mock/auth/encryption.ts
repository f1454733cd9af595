// What the official client encrypts before it sends it: passwords, and the sign-in of the second version.
import { constants, createPrivateKey, createPublicKey, privateDecrypt } from 'node:crypto';
import type { JsonObject } from '../../core/json.ts';
import { signingKey } from './signing-key.ts';

const privateKey = createPrivateKey({ key: { ...signingKey }, format: 'jwk' });
const blockLength = 256;

/** `POST /auth/v2/signin/publichkey` (spelt so), known from the official client. */
export function getPublicKey(): JsonObject {
  const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  return { public_key: key, public_key_thumbprint: signingKey.kid ?? '' };
}

/**
 * The text of one or more RSA blocks (PKCS #1, version 1.5) in Base64, or nothing. Node refuses to take this padding off,
 * for what its timing tells; here there is no secret, so it is taken off by hand.
 */
export function decryptText(base64: string): string | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0) return undefined;
  // The client leaves out zeros at the front of a number.
  const padded = Buffer.concat([Buffer.alloc((blockLength - (bytes.length % blockLength)) % blockLength), bytes]);
  const parts: Buffer[] = [];
  for (let at = 0; at < padded.length; at += blockLength) {
    const part = decryptBlock(padded.subarray(at, at + blockLength));
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function decryptBlock(block: Buffer): Buffer | undefined {
  let plain: Buffer;
  try {
    plain = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block);
  } catch {
    return undefined;
  }
  const end = plain.indexOf(0, 2);
  return plain[0] === 0 && plain[1] === 2 && end >= 10 ? plain.subarray(end + 1) : undefined;
}
