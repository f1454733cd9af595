// Children of the scoreboard: bounded in time, ended by their id, and their text kept.
import { spawn } from 'node:child_process';
import { clearTimeout } from 'node:timers';

/** @returns the exit code (undefined where the time was up) and everything that was written */
export function run(command, args, { cwd, seconds, env = {} }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    let late = false;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, seconds * 1000);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ exit: late ? undefined : code, text });
    });
  });
}
