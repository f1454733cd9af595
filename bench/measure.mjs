// Loaded before a measured program (node --import): writes what the whole process used, when it ends.
import { writeFileSync } from 'node:fs';

const begun = performance.now();
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1e6;
  writeFileSync(
    process.env.MEASURE_FILE,
    JSON.stringify({ cpu, wall: (performance.now() - begun) / 1000, memory: maxRSS / 1024 }),
  );
});
