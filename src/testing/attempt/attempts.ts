import * as fc from 'fast-check';
import { type Check, check, type Network } from '../../index.js';
import { checkQuestionFrom } from '../../scenario/question/check-question.js';
import { type Service, servicesAtEdges, strangers } from './edges.js';
import { PORTS } from './protocols.js';

/** Somebody who tries to reach something, in the words of `flowcause check`. */
export type Attempt = {
  /** An interface (`eni-...`) or an address. */
  readonly from: string;
  readonly to: string;
  /** `tcp`, `udp`, `icmp`, `icmpv6` or a number. */
  readonly protocol: string;
  /** Null for protocols without ports. */
  readonly port: number | null;
};

/** Whether an attempt succeeds, request and reply, and what stands in the way: as `check` finds it. */
export const attempted = (network: Network, { from, to, protocol, port }: Attempt): Check =>
  check(network, checkQuestionFrom({ from, to, protocol, ...(port === null ? {} : { port: String(port) }) }));

const anyService = (family: 4 | 6): fc.Arbitrary<Service> =>
  fc.oneof(
    fc.record({ protocol: fc.constantFrom(...PORTS), port: fc.integer({ min: 0, max: 65_535 }) }),
    fc.constant({ protocol: family === 4 ? 'icmp' : 'icmpv6', port: null }),
  );

const isOf = (family: 4 | 6, { protocol }: Service): boolean =>
  protocol !== (family === 4 ? 'icmpv6' : 'icmp');

const familyOf = (network: Network, to: string): 4 | 6 => {
  const found = network.interfaces.get(to);
  if (found === undefined) throw new Error(`the network has no interface ${to}`);
  return found.privateAddresses.some(({ family }) => family === 4) ? 4 : 6;
};

/**
 * Attempts to reach an interface: by every other interface, by addresses of the internet, and by those just inside and
 * just outside of what some rule names; mostly for protocols and ports at the edges of rules. They shrink to the first
 * interface that will do, and to small ports.
 *
 * Addresses of the network that no interface has are not drawn: nobody speaks from there.
 */
export const attempts = (network: Network, to: string): fc.Arbitrary<Attempt> => {
  const family = familyOf(network, to);
  const others = [...network.interfaces.keys()].filter((id) => id !== to).sort();
  const atEdges = servicesAtEdges(network).filter((service) => isOf(family, service));
  const from = fc.oneof(
    ...(others.length === 0 ? [] : [{ weight: 2, arbitrary: fc.constantFrom(...others) }]),
    { weight: 1, arbitrary: fc.constantFrom(...strangers(network, family)) },
  );
  const service = fc.oneof(
    ...(atEdges.length === 0 ? [] : [{ weight: 3, arbitrary: fc.constantFrom(...atEdges) }]),
    { weight: 1, arbitrary: anyService(family) },
  );
  return fc.record({ from, service }).map((it) => ({ from: it.from, to, ...it.service }));
};
