import { describe, expect, it } from 'vitest';
import { actionsOf, entriesOf } from '../../src/conversation/conversation.js';
import { journeys } from '../../src/conversation/journey/journey.js';
import { ends, pairLines } from './log.js';

/** The lines stand on https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html */

const DEFAULT =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const TCP_FLAGS =
  'version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags log-status';
const TRANSIT_GATEWAY =
  'version interface-id account-id vpc-id subnet-id instance-id srcaddr dstaddr srcport dstport protocol tcp-flags type pkt-srcaddr pkt-dstaddr action log-status';
const TRAFFIC_PATH =
  'version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status';

const FIRST_INTERVAL = [
  '3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 eni-1235b8ca123456789 123456789010 IPv4 52.213.180.42 10.0.0.62 43416 5001 52.213.180.42 10.0.0.62 6 568 8 1566848875 1566848933 ACCEPT 2 OK',
  '3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 eni-1235b8ca123456789 123456789010 IPv4 10.0.0.62 52.213.180.42 5001 43416 10.0.0.62 52.213.180.42 6 376 7 1566848875 1566848933 ACCEPT 18 OK',
  '3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 eni-1235b8ca123456789 123456789010 IPv4 52.213.180.42 10.0.0.62 43418 5001 52.213.180.42 10.0.0.62 6 100701 70 1566848875 1566848933 ACCEPT 2 OK',
  '3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 eni-1235b8ca123456789 123456789010 IPv4 10.0.0.62 52.213.180.42 5001 43418 10.0.0.62 52.213.180.42 6 632 12 1566848875 1566848933 ACCEPT 18 OK',
];
const LATER_INTERVAL = [
  '3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 eni-1235b8ca123456789 123456789010 IPv4 10.0.0.62 52.213.180.42 5001 43418 10.0.0.62 52.213.180.42 6 63388 1219 1566848933 1566849113 ACCEPT 1 OK',
  '3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 eni-1235b8ca123456789 123456789010 IPv4 52.213.180.42 10.0.0.62 43418 5001 52.213.180.42 10.0.0.62 6 23294588 15774 1566848933 1566849113 ACCEPT 1 OK',
];

describe("AWS's examples", () => {
  it('of a ping: the accepted request and the rejected reply are one conversation of two entries', () => {
    const { conversations } = pairLines(DEFAULT, [
      '2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 ACCEPT OK',
      '2 123456789010 eni-1235b8ca123456789 172.31.16.139 203.0.113.12 0 0 1 4 336 1432917094 1432917142 REJECT OK',
    ]);
    const [it] = conversations;
    expect(conversations.map(ends)).toEqual(['203.0.113.12 > 172.31.16.139']);
    expect(it?.forward.ACCEPT).toMatchObject({ records: 1, packets: 4, bytes: 336 });
    expect(it?.reverse.REJECT).toMatchObject({ records: 1, packets: 4, bytes: 336 });
    expect(it?.directionEvidence).toEqual(['accepted-then-rejected']);
    expect(it && entriesOf(it)).toBe('double');
  });

  it('of an accepted SSH and a rejected RDP connection: each is a single entry of its own', () => {
    const { conversations } = pairLines(DEFAULT, [
      '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
      '2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK',
    ]);
    expect(conversations.map((it) => [ends(it), entriesOf(it), it.directionEvidence])).toEqual([
      ['172.31.16.139:20641 > 172.31.16.21:22', 'single', ['service-port']],
      ['172.31.9.69:49761 > 172.31.9.12:3389', 'single', ['only-rejected']],
    ]);
  });

  it('of intervals without data: they are no conversations, and the skipped one covers nothing', () => {
    const { conversations, coverage, summary } = pairLines(DEFAULT, [
      '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA',
      '2 123456789010 eni-11111111aaaaaaaaa - - - - - - - 1431280876 1431280934 - SKIPDATA',
    ]);
    expect(conversations).toEqual([]);
    expect(summary).toMatchObject({ records: 2, nodata: 1, skipdata: 1, inConversations: 0 });
    expect(coverage.get('eni-11111111aaaaaaaaa')?.skipped).toEqual([{ start: 1431280876, end: 1431280934 }]);
  });

  it('of TCP flags: SYN and SYN-ACK make two conversations, opened by the client', () => {
    const { conversations } = pairLines(TCP_FLAGS, FIRST_INTERVAL);
    expect(conversations.map((it) => [ends(it), it.directionEvidence])).toEqual([
      ['52.213.180.42:43416 > 10.0.0.62:5001', ['tcp-flags']],
      ['52.213.180.42:43418 > 10.0.0.62:5001', ['tcp-flags']],
    ]);
  });

  it('of a close in a later interval: it belongs to the conversation that was opened before', () => {
    const { conversations } = pairLines(TCP_FLAGS, [...FIRST_INTERVAL, ...LATER_INTERVAL]);
    const it = conversations.find(({ initiator }) => initiator.port === 43418);
    expect(conversations).toHaveLength(2);
    expect(it?.forward.ACCEPT).toMatchObject({ records: 2, packets: 70 + 15774, tcpFlags: 3 });
    expect(it?.reverse.ACCEPT).toMatchObject({ records: 2, packets: 12 + 1219, tcpFlags: 19 });
  });

  it('of a close alone: flags no longer tell who spoke first, so the ports do', () => {
    const { conversations } = pairLines(TCP_FLAGS, LATER_INTERVAL);
    expect(conversations.map((it) => [ends(it), it.directionEvidence])).toEqual([
      ['52.213.180.42:43418 > 10.0.0.62:5001', ['ephemeral-port']],
    ]);
  });

  it('of a short connection: flags 3 and 19 are one conversation, though the page doubles a space', () => {
    const { conversations } = pairLines(TCP_FLAGS, [
      '3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 eni-1235b8ca123456789 123456789010 IPv4 52.213.180.42 10.0.0.62 43638 5001 52.213.180.42 10.0.0.62 6 1260 17 1566933133 1566933193 ACCEPT 3 OK',
      '3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 eni-1235b8ca123456789 123456789010 IPv4 10.0.0.62 52.213.180.42 5001 43638  10.0.0.62 52.213.180.42 6 967 14 1566933133 1566933193 ACCEPT 19 OK',
    ]);
    expect(conversations.map((it) => [ends(it), it.directionEvidence, entriesOf(it)])).toEqual([
      ['52.213.180.42:43638 > 10.0.0.62:5001', ['tcp-flags'], 'double'],
    ]);
  });

  it('of a service name: the response is printed first and is the reply all the same', () => {
    const { conversations } = pairLines(TRAFFIC_PATH, [
      '5 52.95.128.179 10.0.0.71 80 34210 6 1616729292 1616729349 IPv4 14 15044 123456789012 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-0c50d5961bcb2d47b eni-1235b8ca123456789 ap-southeast-2 apse2-az3 - - ACCEPT 19 52.95.128.179 10.0.0.71 S3 - - ingress OK',
      '5 10.0.0.71 52.95.128.179 34210 80 6 1616729292 1616729349 IPv4 7 471 123456789012 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-0c50d5961bcb2d47b eni-1235b8ca123456789 ap-southeast-2 apse2-az3 - - ACCEPT 3 10.0.0.71 52.95.128.179 - S3 8 egress OK',
    ]);
    const [it] = conversations;
    expect(conversations.map(ends)).toEqual(['10.0.0.71:34210 > 52.95.128.179:80']);
    expect(it?.directionEvidence).toEqual(['tcp-flags']);
    expect([it?.forward.ACCEPT?.flowDirection, it?.reverse.ACCEPT?.flowDirection]).toEqual([
      'egress',
      'ingress',
    ]);
  });

  it('of a transit gateway: request and response at different interfaces are one journey of the packet addresses', () => {
    // The page leaves out the times; one minute is put in.
    const lines = [
      '3 eni-33333333333333333 123456789010 vpc-abcdefab012345678 subnet-22222222bbbbbbbbb i-01234567890123456 10.20.33.164 10.40.2.236 39812 80 6 3 IPv4 10.20.33.164 10.40.2.236 ACCEPT OK',
      '3 eni-33333333333333333 123456789010 vpc-abcdefab012345678 subnet-22222222bbbbbbbbb i-01234567890123456 10.40.2.236 10.20.33.164 80 39812 6 19 IPv4 10.40.2.236 10.20.33.164 ACCEPT OK',
      '3 eni-11111111111111111 123456789010 vpc-abcdefab012345678 subnet-11111111aaaaaaaaa - 10.40.1.175 10.40.2.236 39812 80 6 3 IPv4 10.20.33.164 10.40.2.236 ACCEPT OK',
      '3 eni-22222222222222222 123456789010 vpc-abcdefab012345678 subnet-22222222bbbbbbbbb - 10.40.2.236 10.40.2.31 80 39812 6 19 IPv4 10.40.2.236 10.20.33.164 ACCEPT OK',
    ];
    const { conversations } = pairLines(
      `${TRANSIT_GATEWAY} start end`,
      lines.map((text) => `${text} 1600000000 1600000060`),
    );
    const [it, ...more] = journeys(conversations);
    expect(more).toEqual([]);
    expect(it && ends(it)).toBe('10.20.33.164:39812 > 10.40.2.236:80');
    expect(
      it?.conversations.map((at) => [
        at.observationPoint,
        actionsOf(at.forward).length,
        actionsOf(at.reverse).length,
      ]),
    ).toEqual([
      ['eni-11111111111111111', 1, 0],
      ['eni-22222222222222222', 0, 1],
      ['eni-33333333333333333', 1, 1],
    ]);
  });

  it('without times: the records are counted as such, and not as conversations', () => {
    const { summary } = pairLines(TRANSIT_GATEWAY, [
      '3 eni-33333333333333333 123456789010 vpc-abcdefab012345678 subnet-22222222bbbbbbbbb i-01234567890123456 10.20.33.164 10.40.2.236 39812 80 6 3 IPv4 10.20.33.164 10.40.2.236 ACCEPT OK',
    ]);
    expect(summary.unpairable.times).toBe(1);
  });
});
