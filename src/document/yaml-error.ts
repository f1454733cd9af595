/** What is wrong at an offset of the text. */
export type YamlFault = { readonly offset: number; readonly message: string; readonly remedy: string };

/** The text breaks the grammar, or says what JSON cannot hold. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
  readonly faults: readonly YamlFault[];

  constructor(faults: readonly YamlFault[]) {
    super(faults.map(({ message }) => message).join('; '));
    this.faults = faults;
  }
}
