import { describe, expect, it } from 'vitest';
import { type Remedy, readAnswers } from '../../src/index.js';
import { answers, explainBy, explainIn, request, tcpFrom } from '../diagnosis/by-hand.js';

const rejected = [request({ action: 'REJECT' })];

const remedyIn = (documents: readonly unknown[]): Remedy | undefined =>
  explainBy(documents, rejected).findings[0]?.remedies[0];

const cautions = (remedy: Remedy | undefined) => remedy?.cautions.map(({ kind }) => kind);
const kinds = (remedy: Remedy | undefined) => remedy?.changes.map(({ kind }) => kind);

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
describe('room in a full network ACL', () => {
  const allows = Array.from({ length: 17 }, (_, i) => [
    200 + i,
    'allow',
    '17',
    `192.168.${i}.0/24`,
    [i + 1, i + 1],
  ]) as never[];
  const full = (...denies: readonly unknown[]) =>
    answers({
      aclB: { in: [...denies, ...allows, [100, 'allow', '6', '10.9.0.0/16', [443, 443]]] as never[] },
    });

  it('is not made by the deny of the very packets, though nothing else would pass without it', () => {
    const remedy = remedyIn(full([50, 'deny', '6', '10.0.1.0/24', [443, 443]]));
    expect(kinds(remedy)).toEqual(['add-network-acl-entry']);
    expect(cautions(remedy)).toEqual(['overrides-written-deny', 'quota-reached']);
  });
});

describe('room in a security group with a prefix list', () => {
  const group = (MaxEntries: number) => [
    ...answers({
      groupB: {
        in: [
          { ...tcpFrom('10.9.0.0/16', 443), IpRanges: [], PrefixListIds: [{ PrefixListId: 'pl-own' }] },
          tcpFrom('10.9.0.0/16', 22),
        ],
      },
    }),
    {
      PrefixLists: [
        {
          PrefixListId: 'pl-own',
          PrefixListName: 'own',
          AddressFamily: 'IPv4',
          MaxEntries,
          OwnerId: '111122223333',
        },
      ],
    },
  ];

  const remedyWith = (MaxEntries: number): Remedy | undefined => {
    const documents = group(MaxEntries).map((json) => ({ source: 'network.json', json }));
    const entries = {
      source: 'managed-prefix-list-entries-pl-own.json',
      json: { Entries: [{ Cidr: '10.8.0.0/16' }] },
    };
    const { network, problems } = readAnswers([...documents, entries]);
    expect(problems).toEqual([]);
    return explainIn(network, rejected).findings[0]?.remedies[0];
  };

  it('is what is left when the list counts for as many entries as it may hold', () => {
    expect(cautions(remedyWith(58))).toEqual([]);
    expect(cautions(remedyWith(59))).toEqual(['rule-quota-reached']);
  });
});
