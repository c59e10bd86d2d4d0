import { describe, expect, it } from 'vitest';
import { observe } from '../../src/diagnosis/case/observation.js';
import { groups, journeys } from '../../src/index.js';
import { EMPTY_NETWORK } from '../../src/network/network.js';
import { pairLines } from '../conversation/log.js';

const FORMAT =
  'interface-id tgw-attachment-id srcaddr dstaddr srcport dstport protocol start end tcp-flags flow-direction';
const REQUEST = '10.0.1.5 10.1.1.5 40000 443 6 1000 1060 2';

/** Which end each observation point is. */
const sides = (lines: readonly string[]): ReadonlyMap<string, string | null> => {
  const correlation = pairLines(FORMAT, lines);
  return new Map(
    groups(journeys(correlation.conversations, correlation)).flatMap((group) =>
      group.sightings
        .map(observe(EMPTY_NETWORK, correlation, group))
        .map(({ observationPoint, side }) => [observationPoint, side]),
    ),
  );
};

describe('an observation point', () => {
  it('is an end of the traffic by flow-direction where it is an interface, and none where it is an attachment', () => {
    expect(
      sides([
        `eni-1 - ${REQUEST} egress`,
        `- tgw-attach-a ${REQUEST} ingress`,
        `- tgw-attach-b ${REQUEST} egress`,
        `eni-2 - ${REQUEST} ingress`,
      ]),
    ).toEqual(
      new Map([
        ['eni-1', 'initiator'],
        ['tgw-attach-a', null],
        ['tgw-attach-b', null],
        ['eni-2', 'responder'],
      ]),
    );
  });
});
