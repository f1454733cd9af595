// What a caller prefers of an answer (RFC 7240), in the words that Prism made known: `code=404`, `example=name`,
// `dynamic=true`. What else is preferred is the API's own matter.

export type Preference = {
  readonly code?: number;
  readonly example?: string;
  /** Made from the schema, even where there are examples. */
  readonly dynamic?: boolean;
};

export type ReadPreference =
  { readonly ok: true; readonly preference: Preference } | { readonly ok: false; readonly reason: string };

export function readPreference(fields: readonly string[]): ReadPreference {
  const preference: { code?: number; example?: string; dynamic?: boolean } = {};
  for (const part of fields.join(',').split(/[,;]/)) {
    const [, name = '', quoted, plain = ''] = /^\s*([^=\s]+)\s*=\s*(?:"([^"]*)"|(\S*))\s*$/.exec(part) ?? [];
    const value = quoted ?? plain;
    switch (name.toLowerCase()) {
      case 'code':
        if (!/^[2-5]\d\d$/.test(value)) return refuse(`code=${value}`, 'a status from 200 to 599, as in code=404');
        preference.code = Number(value);
        break;
      case 'dynamic':
        if (value !== 'true' && value !== 'false') return refuse(`dynamic=${value}`, 'dynamic=true or dynamic=false');
        preference.dynamic = value === 'true';
        break;
      case 'example':
        preference.example = value;
        break;
      default:
    }
  }
  return { ok: true, preference };
}

function refuse(given: string, expected: string): ReadPreference {
  return { ok: false, reason: `Prefer: ${given} is not understood; expected ${expected}` };
}
