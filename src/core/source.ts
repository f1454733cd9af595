import type { JsonValue } from './json.ts';

/** A place in a file; line and column count from 1. */
export type SourceLocation = { readonly file: string; readonly line: number; readonly column: number };

/** A YAML or JSON file that was read: its value, and where each part of it stands. */
export type SourceDocument = {
  /** As a person names it: relative to the project's folder, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly value: JsonValue;
  /**
   * Where the part at a JSON Pointer (RFC 6901) begins; `key` asks for the member's name instead of its value.
   * A pointer to something absent gives the nearest part that exists. Worked out only when asked.
   */
  readonly locate: (pointer: string, part?: 'key' | 'value') => SourceLocation;
};

export function formatLocation(location: SourceLocation): string {
  return `${location.file}:${location.line}:${location.column}`;
}
