import { describe, expect, it } from 'vitest';
import { passedParts } from '../../src/render/text/passed-parts.js';
import { answers, explainBy, idle, OPEN, reply, request, tcpFrom } from '../diagnosis/by-hand.js';

type Doors = Parameters<typeof answers>[0];

const partsOf = (doors: Doors, lines: readonly string[]) => {
  const [finding] = explainBy(answers(doors), [idle('eni-b', -600), ...lines, idle('eni-b', 900)]).findings;
  return finding === undefined ? [] : passedParts(finding);
};

const BOTH = [request({ flags: 3 }), reply({ flags: 19 })];

describe('the rules that let traffic pass', () => {
  it('are shown for request and reply in the columns of the console', () => {
    const described = {
      ...tcpFrom('10.0.1.0/24', 443),
      IpRanges: [{ CidrIp: '10.0.1.0/24', Description: 'the app' }],
    };
    expect(partsOf({ groupB: { in: [described] } }, BOTH)).toEqual([
      {
        title: 'Allowed by network ACL acl-b, Inbound rules (request)',
        table: {
          head: ['Rule number', 'Type', 'Protocol', 'Port range', 'Source', 'Allow/Deny'],
          rows: [['100', 'All traffic', 'All', 'All', '0.0.0.0/0', 'Allow']],
        },
      },
      {
        title: 'Allowed by security group sg-b, Inbound rules (request)',
        table: {
          head: ['Type', 'Protocol', 'Port range', 'Source', 'Description'],
          rows: [['HTTPS', 'TCP (6)', '443', '10.0.1.0/24', 'the app']],
        },
      },
      {
        title: 'Allowed by network ACL acl-b, Outbound rules (reply)',
        table: {
          head: ['Rule number', 'Type', 'Protocol', 'Port range', 'Destination', 'Allow/Deny'],
          rows: [['100', 'All traffic', 'All', 'All', '0.0.0.0/0', 'Allow']],
        },
      },
    ]);
  });

  it('are no more than a few of many, which the title says', () => {
    const many = Array.from({ length: 8 }, (_, i) => tcpFrom(`10.0.0.0/${8 + i}`, 443));
    const [, group] = partsOf({ groupB: { in: many } }, BOTH);
    expect(group?.title).toBe('Allowed by security group sg-b (5 of 8 that do), Inbound rules (request)');
    expect(group?.table.rows).toHaveLength(5);
  });

  it('are those before the one that stops it, where one does', () => {
    const lines = [request({ flags: 2 }), reply({ flags: 18, action: 'REJECT' })];
    const tracked = { groupB: { in: [tcpFrom('10.0.1.0/24', 443)] } };
    expect(partsOf({ ...tracked, aclB: { out: [] } }, lines).map(({ title }) => title)).toEqual([
      'Allowed by network ACL acl-b, Inbound rules (request)',
      'Allowed by security group sg-b, Inbound rules (request)',
    ]);
    expect(
      partsOf({ aclB: { in: [] }, groupB: { in: [] } }, [request({ flags: 2, action: 'REJECT' })]),
    ).toEqual([]);
  });

  it('are not shown where nobody asks what filters let pass', () => {
    expect(partsOf({ groupB: { in: [OPEN] } }, [request({ flags: 2 })])).toEqual([]);
  });

  it('show what somebody wrote without what would move the cursor', () => {
    const described = {
      ...tcpFrom('10.0.1.0/24', 443),
      IpRanges: [{ CidrIp: '10.0.1.0/24', Description: 'a\u001b[2Jb' }],
    };
    const [, group] = partsOf({ groupB: { in: [described] } }, BOTH);
    expect(group?.table.rows[0]?.at(-1)).toBe('a?[2Jb');
  });
});
