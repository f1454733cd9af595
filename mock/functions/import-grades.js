import { checkGrade } from './lib/grades.js';

/**
 * Counts grades; one out of range is an error.
 * @param {{ grades: number[] }} event
 */
export async function main(event) {
  for (const grade of event.grades) checkGrade(grade);
  console.log(`${event.grades.length} grades`);
  return { imported: event.grades.length };
}
