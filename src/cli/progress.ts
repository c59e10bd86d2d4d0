import type { LogFile } from '../source/index.js';

/** A line on the terminal that says how far a long reading has come. It writes nothing where nobody would see it. */
export type Progress = {
  readonly bytes: (count: number) => void;
  readonly records: (count: number) => void;
  /** Takes the line away. */
  readonly done: () => void;
};

/** Milliseconds before the line appears, and between its changes. */
const PATIENCE = 2000;
const PACE = 250;

/** Where the line is written, and the clock; both are given so that tests need neither. */
export type Terminal = {
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
  readonly now: () => number;
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

/** `12.5 of 80.0 MB, 410,000 records, 205,000 records/s, 11 s left`. */
const lineOf = (bytes: number, size: number | null, records: number, seconds: number): string => {
  const read = size === null ? megabytes(bytes) : `${megabytes(bytes)} of ${megabytes(size)}`;
  const rate = `${Math.round(records / seconds).toLocaleString('en-US')} records/s`;
  const left =
    size === null || bytes === 0 ? '' : `, ${duration((seconds * Math.max(0, size - bytes)) / bytes)} left`;
  return `${read}, ${records.toLocaleString('en-US')} records, ${rate}${left}`;
};

const sizeOf = (logs: readonly LogFile[]): number | null =>
  logs.reduce<number | null>((sum, { size }) => (sum === null || size === null ? null : sum + size), 0);

const CLEAR = '\r\u001b[K';

/** Follows the reading of `logs`. */
export const follow = (logs: readonly LogFile[], terminal: Terminal): Progress => {
  const size = sizeOf(logs);
  const start = terminal.now();
  const state = { bytes: 0, records: 0, shownAt: 0 };
  const show = (): void => {
    const now = terminal.now();
    if (!terminal.isTerminal || now - start < PATIENCE || now - state.shownAt < PACE) return;
    state.shownAt = now;
    terminal.write(`${CLEAR}${lineOf(state.bytes, size, state.records, (now - start) / 1000)}`);
  };
  return {
    bytes: (count) => {
      state.bytes += count;
      show();
    },
    records: (count) => {
      state.records += count;
      show();
    },
    done: () => {
      if (state.shownAt > 0) terminal.write(CLEAR);
    },
  };
};
