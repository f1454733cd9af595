/** When everyone may visit the school. */
export async function main() {
  return [
    { day: '2026-03-14', place: '礼堂' },
    { day: '2026-10-10', place: 'Library' },
  ];
}
