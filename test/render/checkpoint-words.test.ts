import { describe, expect, it } from 'vitest';
import { endpointOf } from '../../src/path/endpoint.js';
import { roundTrip } from '../../src/path/round-trip.js';
import { checkpointSentence } from '../../src/render/words/checkpoint-words.js';
import { eni, fromList, group, ip, network, ports, prefixList, rule, tcp } from '../filter/build.js';

describe('the sentence of a checkpoint', () => {
  it('names the entry of the prefix list that matched', () => {
    const net = network({
      interfaces: [eni('eni-1', ['10.0.1.10'], ['sg-1'])],
      groups: [group('sg-1', [rule('ingress', 6, fromList('pl-1'), { ports: ports(443) })])],
      prefixLists: [prefixList('pl-1', ['192.0.2.0/24', '10.0.2.0/24'])],
    });
    const packet = tcp('10.0.2.20', '10.0.1.10', 443);
    const end = (address: string) => endpointOf(net, ip(address), 'vpc-1');
    const { checkpoints } = roundTrip(
      net,
      { initiator: end('10.0.2.20'), responder: end('10.0.1.10') },
      packet,
    );
    const sentences = checkpoints.map((at) => checkpointSentence(at, packet));
    expect(sentences).toContain(
      'Security group sg-1 lets the request in: HTTPS 443 from pl-1, by its entry 10.0.2.0/24.',
    );
  });
});
