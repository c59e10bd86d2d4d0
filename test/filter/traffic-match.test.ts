import { describe, expect, it } from 'vitest';
import { missedFields } from '../../src/filter/traffic-match.js';
import { icmp, ports, tcp } from './build.js';

const https = tcp('10.0.2.20', '10.0.1.10', 443);
const ping = icmp('10.0.2.20', '10.0.1.10', { type: 8, code: 0 });
const forPing = { protocol: 1, ports: null, icmp: { type: 8, code: 'any' } } as const;
const forHttps = { protocol: 6, ports: ports(443), icmp: null };

describe('the fields in which a packet and a rule differ', () => {
  it('are port or ICMP type too when the rule is for a protocol without them', () => {
    expect(missedFields(https)(forPing)).toEqual(['protocol', 'port']);
    expect(missedFields(ping)(forHttps)).toEqual(['protocol', 'icmp']);
    expect(missedFields(https)({ ...forHttps, protocol: 17 })).toEqual(['protocol']);
    expect(missedFields(ping)({ ...forPing, protocol: 58 })).toEqual(['protocol']);
  });

  it('are none for a rule that takes everything', () => {
    const all = { protocol: 'all', ports: null, icmp: null } as const;
    expect([https, ping].map((packet) => missedFields(packet)(all))).toEqual([[], []]);
  });

  it('are those the packet does not know, unless the rule takes any value', () => {
    const unknownPort = { ...https, destinationPort: null };
    expect(missedFields(unknownPort)({ ...forHttps, ports: ports(0, 443) })).toEqual(['port']);
    expect(missedFields(unknownPort)({ ...forHttps, ports: null })).toEqual([]);
    const unknownType = { ...ping, icmp: null };
    expect(missedFields(unknownType)({ ...forPing, icmp: { type: 'any', code: 0 } })).toEqual(['icmp']);
    expect(missedFields(unknownType)({ ...forPing, icmp: null })).toEqual([]);
  });
});
