// Children of the scoreboard: bounded in time, ended by their id, and their text kept.
import { spawn } from 'node:child_process';

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

/** Starts a child and waits until it has written what `ready` matches. @returns its text so far, and what ends it */
export function start(command, args, { cwd, seconds, ready }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const state = { text: '', ready: false };
    const stop = () => child.kill('SIGKILL');
    const answer = (isReady) => {
      clearTimeout(timer);
      state.ready = isReady;
      resolve({ state, stop });
    };
    const timer = setTimeout(() => answer(false), seconds * 1000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        state.text += chunk;
        if (ready.test(state.text)) answer(true);
      });
    }
    child.on('close', () => answer(false));
  });
}
