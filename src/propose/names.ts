// English names from the name of a table or function: `course` has Course and Courses, `user_roles` UserRole and UserRoles.

export type Names = { readonly one: string; readonly many: string };

/** Names for schemas and operations; where the name is in no Latin script, plain words stand for it in schemas. */
export function namesOf(name: string): Names {
  const pascal = pascalCase(name);
  if (!/^[A-Za-z]/.test(pascal)) return { one: 'Row', many: 'Rows' };
  const one = singular(pascal);
  return { one, many: plural(one) };
}

export function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function singular(word: string): string {
  if (/[^aeiou]ies$/i.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|us)es$/i.test(word)) return word.slice(0, -2);
  return /s$/i.test(word) && !/(?:ss|us|is)$/i.test(word) ? word.slice(0, -1) : word;
}

function plural(word: string): string {
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|sh|ch|x|z)$/i.test(word) ? `${word}es` : `${word}s`;
}

/** The segment of a path or the name of a file: letters of any script stay, what would end it is encoded. */
export function segmentOf(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]/gu, (character) => encodeURIComponent(character));
}
