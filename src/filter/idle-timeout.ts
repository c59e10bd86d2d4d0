import type { ConnectionTrackingConfiguration } from '../network/network-interface.js';
import { hasPorts, isIcmp, type Protocol, TCP } from '../traffic/protocol.js';

/** Seconds of silence after which a tracked connection is forgotten. */
export type IdleTimeout = {
  readonly state: 'tcp-established' | 'udp' | 'udp-stream' | 'other';
  /** Every value it can have: more than one where the default depends on something that is not known. */
  readonly seconds: readonly number[];
  readonly basis: 'configured' | 'default';
};

const NOTHING_CONFIGURED: ConnectionTrackingConfiguration = {
  tcpEstablishedTimeout: null,
  udpStreamTimeout: null,
  udpTimeout: null,
};

/**
 * Defaults and limits in seconds. Instance types on Nitro v6 (but not P6e-GB200) forget an established TCP connection
 * after 350 s, all others after 5 days. Times of the opening and closing states of TCP and of ICMP are not published.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#connection-tracking-timeouts
 */
export const IDLE_TIMEOUTS = {
  'tcp-established': { default: 432_000, nitroV6: 350, least: 60, most: 432_000 },
  udp: { default: 30, nitroV6: 30, least: 30, most: 60 },
  'udp-stream': { default: 180, nitroV6: 180, least: 60, most: 180 },
  other: { default: 600, nitroV6: 600, least: 600, most: 600 },
} as const;

const timeout = (
  state: IdleTimeout['state'],
  configured: number | null,
  nitroV6: boolean | 'unknown',
): IdleTimeout => {
  if (configured !== null) return { state, seconds: [configured], basis: 'configured' };
  const row = IDLE_TIMEOUTS[state];
  const either = nitroV6 === 'unknown' ? [row.nitroV6, row.default] : [nitroV6 ? row.nitroV6 : row.default];
  return { state, seconds: [...new Set(either)], basis: 'default' };
};

/** The timeouts that apply to a protocol; none for ICMP, for which AWS publishes none. */
export const idleTimeouts = (
  protocol: Protocol,
  configured: ConnectionTrackingConfiguration | null = null,
  nitroV6: boolean | 'unknown' = 'unknown',
): readonly IdleTimeout[] => {
  const set = configured ?? NOTHING_CONFIGURED;
  if (isIcmp(protocol)) return [];
  if (!hasPorts(protocol)) return [timeout('other', null, nitroV6)];
  return protocol === TCP
    ? [timeout('tcp-established', set.tcpEstablishedTimeout, nitroV6)]
    : [timeout('udp', set.udpTimeout, nitroV6), timeout('udp-stream', set.udpStreamTimeout, nitroV6)];
};
