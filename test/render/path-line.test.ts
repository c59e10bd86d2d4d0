import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/diagnosis/finding/finding.js';
import { pathLines } from '../../src/render/text/path-line.js';
import { answers, type Doors, explainBy, reply, request, without } from '../diagnosis/by-hand.js';

const found = (doors: Doors, lines: readonly string[], withheld = without()): Finding => {
  const [first] = explainBy(withheld(answers(doors)), lines).findings;
  if (first === undefined) throw new Error('no finding');
  return first;
};

const rejected = [request({ action: 'REJECT' })];

describe('the way of a packet in one line', () => {
  it('marks the security groups that have no rule, and puts in brackets what is beyond', () => {
    expect(pathLines(found({ groupB: { in: [] } }, rejected))).toEqual([
      'request  10.0.1.10 > groups > ACL > ACL > [groups DENY] > (10.0.2.10)',
    ]);
  });

  it('marks the network ACL that denies the reply, below the request that passed', () => {
    const lines = [request(), reply({ action: 'REJECT' })];
    expect(pathLines(found({ aclB: { out: [] } }, lines))).toEqual([
      'request  10.0.1.10 > groups > ACL > ACL > groups > 10.0.2.10',
      'reply    10.0.2.10 > groups > [ACL DENIES] > (ACL) > (groups) > (10.0.1.10)',
    ]);
  });

  it('marks every hop that denies, as they keep the packet out together', () => {
    expect(pathLines(found({ aclB: { in: [] }, groupB: { in: [] } }, rejected))).toEqual([
      'request  10.0.1.10 > groups > ACL > [ACL DENIES] > [groups DENY] > (10.0.2.10)',
    ]);
  });

  it('says where a filter is not known', () => {
    expect(pathLines(found({ groupB: { in: [] } }, rejected, without('NetworkAcls')))).toEqual([
      'request  10.0.1.10 > groups > ACL? > ACL? > [groups DENY] > (10.0.2.10)',
    ]);
  });

  it('is not drawn of what passed', () => {
    expect(pathLines(found({}, [request(), reply()]))).toEqual([]);
  });
});
