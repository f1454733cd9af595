// The `Prefer` header (RFC 7240): what the relational API takes from it, and what it says it applied.

export type Preferences = {
  readonly return: 'representation' | 'minimal';
  readonly countExact: boolean;
  readonly resolution?: 'merge-duplicates' | 'ignore-duplicates';
  /** A key that a row of a list leaves out gets the column's default instead of NULL. */
  readonly missingDefault: boolean;
};

/** Unknown preferences are ignored, and of one given twice the first counts (RFC 7240 section 2). */
export function readPrefer(header: string | undefined): Preferences {
  const given = new Map<string, string>();
  for (const preference of (header ?? '').split(',')) {
    const [name = '', value = ''] = (preference.split(';')[0] ?? '').split('=').map((part) => part.trim());
    if (!given.has(name.toLowerCase())) given.set(name.toLowerCase(), value.replaceAll('"', ''));
  }
  const resolution = given.get('resolution');
  return {
    return: given.get('return') === 'representation' ? 'representation' : 'minimal',
    countExact: given.get('count') === 'exact',
    ...(resolution === 'merge-duplicates' || resolution === 'ignore-duplicates' ? { resolution } : {}),
    missingDefault: given.get('missing') === 'default',
  };
}

/** `Preference-Applied` of a write; it names the default `return=minimal` too. */
export function renderApplied(preferences: Preferences, inserts: boolean): string {
  const applied = [`return=${preferences.return}`];
  if (inserts && preferences.resolution !== undefined) applied.push(`resolution=${preferences.resolution}`);
  if (inserts && preferences.missingDefault) applied.push('missing=default');
  return applied.join(', ');
}
