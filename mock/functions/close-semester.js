/**
 * For the office alone.
 * @param {{ semester: string }} event
 */
export async function main(event) {
  return { closed: event.semester };
}
