import { describe, expect, it } from 'vitest';
import {
  ANY_TRAFFIC,
  asksFor,
  asksForAnything,
  type TrafficFilter,
} from '../../src/traffic/traffic-filter.js';
import { ip } from '../filter/build.js';

const client = { address: ip('10.0.1.10'), port: 40_000 };
const server = { address: ip('10.0.2.20'), port: 443 };

const matches = (filter: Partial<TrafficFilter>): boolean =>
  asksFor({ ...ANY_TRAFFIC, ...filter })(6, client, server);

describe('what a user asks about', () => {
  it('is everything until a field is given', () => {
    expect(asksForAnything(ANY_TRAFFIC)).toBe(true);
    expect(matches({})).toBe(true);
    for (const given of [{ source: client.address }, { port: 0 }, { sourcePort: 1 }, { protocol: 0 }])
      expect(asksForAnything({ ...ANY_TRAFFIC, ...given })).toBe(false);
    expect(ANY_TRAFFIC).toEqual({
      source: null,
      destination: null,
      protocol: null,
      port: null,
      sourcePort: null,
    });
  });

  it.each([
    ['source', client.address, server.address],
    ['destination', server.address, client.address],
    ['protocol', 6, 17],
    ['port', 443, 40_000],
    ['sourcePort', 40_000, 443],
  ])('compares the %s alone when only it is given', (field, same, other) => {
    expect(matches({ [field]: same })).toBe(true);
    expect(matches({ [field]: other })).toBe(false);
  });

  it('compares every field that is given', () => {
    const all: TrafficFilter = {
      source: client.address,
      destination: server.address,
      protocol: 6,
      port: 443,
      sourcePort: 40_000,
    };
    expect(matches(all)).toBe(true);
    const others = {
      source: ip('10.0.1.11'),
      destination: ip('10.0.1.11'),
      protocol: 1,
      port: 1,
      sourcePort: 1,
    };
    for (const [field, value] of Object.entries(others))
      expect(matches({ ...all, [field]: value })).toBe(false);
  });
});
