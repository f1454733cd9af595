// Who may read and write objects (https://docs.cloudbase.net/en/storage/data-permission).
import type { Caller } from '../caller.ts';

/** The four presets of a bucket; CUSTOM, with rules of its own, is not there. */
export const bucketAcls = ['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY'] as const;
export type BucketAcl = (typeof bucketAcls)[number];

/** Who uploaded an object: a user, or the administrator. */
export type Owned = { readonly owner?: string };

/** Everyone reads, also without a signature, and links do not expire. */
export function isPublic(acl: BucketAcl): boolean {
  return acl === 'READONLY' || acl === 'ADMINWRITE';
}

/** @param object undefined: there is none, and whoever may see objects of his own may learn that */
export function mayRead(acl: BucketAcl, caller: Caller, object: Owned | undefined): boolean {
  if (isPublic(acl) || caller.kind === 'admin') return true;
  if (acl === 'ADMINONLY') return false;
  return object === undefined || isCreator(caller, object);
}

/** Uploads, replaces or deletes. Whoever is not signed in could not be the creator of anything. */
export function mayWrite(acl: BucketAcl, caller: Caller, object: Owned | undefined): boolean {
  if (caller.kind === 'admin') return true;
  if (acl === 'ADMINWRITE' || acl === 'ADMINONLY' || caller.kind !== 'user') return false;
  return object === undefined || isCreator(caller, object);
}

function isCreator(caller: Caller, { owner }: Owned): boolean {
  return caller.kind === 'user' && caller.userId === owner;
}
