const classes = { 1: ['张三', '李四'], 2: ['王小明', 'Ada'] };

/**
 * The students of a class as text, one per line.
 * @param {{ class: number }} event
 */
export async function main(event) {
  return (classes[event.class] ?? []).join('\n');
}
