/** Who calls the mock gateway, as its `Authorization` header proves. */
export type Caller =
  | { readonly kind: 'admin' }
  | { readonly kind: 'public' }
  /** A signed-in user; `userId` is what the column `_openid` of own rows holds. */
  | { readonly kind: 'user'; readonly userId: string };
