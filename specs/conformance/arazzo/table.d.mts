import type { Case, Sentence } from './suite.mjs';

export declare function renderTable(sentences: readonly Sentence[], cases: readonly Case[]): string;

/** What is wrong with the lists. */
export declare function checkLists(sentences: readonly Sentence[], cases: readonly Case[]): string[];
