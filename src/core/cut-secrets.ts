// Messages show the beginning of a long value, and three dots: `"eyJhbGciOi... 836 characters`. Where the value was a
// secret, its beginning is one too.

/** Shorter beginnings say nothing, and would be found in ordinary text. */
const shortest = 6;
/** Characters of a value that a message shows at most. */
const longest = 200;

export type CutSecrets = {
  readonly add: (secret: string, pseudonym: string) => void;
  /** The text with every beginning of a secret that three dots follow replaced by the secret's pseudonym. */
  readonly mask: (text: string) => string;
};

export function createCutSecrets(): CutSecrets {
  /** By their first characters. */
  const secrets = new Map<string, { readonly secret: string; readonly pseudonym: string }[]>();

  const pseudonymOf = (beginning: string): string | undefined =>
    secrets.get(beginning.slice(0, shortest))?.find(({ secret }) => secret.startsWith(beginning))?.pseudonym;

  /** What stands before the dots, from the longest to the shortest. */
  const maskBefore = (text: string): string => {
    for (let start = Math.max(0, text.length - longest); start <= text.length - shortest; start++) {
      const pseudonym = pseudonymOf(text.slice(start));
      if (pseudonym !== undefined) return text.slice(0, start) + pseudonym;
    }
    return text;
  };

  return {
    add: (secret, pseudonym) => {
      if (secret.length <= shortest) return;
      const key = secret.slice(0, shortest);
      const alike = secrets.get(key);
      if (alike) alike.push({ secret, pseudonym });
      else secrets.set(key, [{ secret, pseudonym }]);
    },
    mask: (text) => {
      if (!text.includes('...')) return text;
      const parts = text.split(/("?\.\.\.)/);
      return parts
        .map((part, index) => (index % 2 === 0 && index < parts.length - 1 ? maskBefore(part) : part))
        .join('');
    },
  };
}
