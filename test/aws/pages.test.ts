import { describe, expect, it } from 'vitest';
import { readFiles } from './read.js';

const page = (source: string, id: string, NextToken?: string) => ({
  source,
  json: { Subnets: [{ SubnetId: id }], ...(NextToken !== undefined && { NextToken }) },
});

const read = (...files: readonly ReturnType<typeof page>[]) => {
  const { network, problems } = readFiles(files);
  expect(problems).toEqual([]);
  return { ids: [...network.subnets.keys()], whole: network.given.has('subnets'), gaps: network.gaps.length };
};

const WHOLE = { ids: ['subnet-1', 'subnet-2', 'subnet-3'], whole: true, gaps: 0 };

describe('pages of one list', () => {
  it('are whole when their files are numbered without a hole and the last one has no token', () => {
    const pages = [
      page('a/subnets-1.json', 'subnet-1', 'x'),
      page('a/subnets-2.json', 'subnet-2', 'y'),
      page('a/subnets-3.json', 'subnet-3'),
    ] as const;
    expect(read(...pages)).toEqual(WHOLE);
    expect(read(pages[2], pages[0], pages[1])).toEqual(WHOLE);
  });

  it('are whole when they stand in a row in one file', () => {
    expect(
      read(page('s.json', 'subnet-1', 'x'), page('s.json', 'subnet-2', 'y'), page('s.json', 'subnet-3', '')),
    ).toEqual(WHOLE);
  });

  it.each([
    ['the last one is missing', [page('s1.json', 'subnet-1', 'x'), page('s2.json', 'subnet-2', 'y')]],
    ['one in the middle is missing', [page('s1.json', 'subnet-1', 'x'), page('s3.json', 'subnet-3')]],
    ['the first one is missing', [page('s2.json', 'subnet-2', 'x'), page('s3.json', 'subnet-3')]],
    ['they lie in different folders', [page('a/s1.json', 'subnet-1', 'x'), page('b/s2.json', 'subnet-2')]],
    ['their files are not numbered', [page('one.json', 'subnet-1', 'x'), page('two.json', 'subnet-2')]],
  ])('leave a gap when %s', (_, pages) => {
    expect(read(...pages)).toMatchObject({ whole: false, gaps: 1 });
  });

  it('of rows are put together before they count: half a group says nothing of its rules', () => {
    const row = (IsEgress: boolean, port: number) => ({
      SecurityGroupRuleId: `sgr-${port}`,
      GroupId: 'sg-1',
      IsEgress,
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      CidrIpv4: '10.0.0.0/8',
    });
    const first = { source: 'r1.json', json: { SecurityGroupRules: [row(false, 22)], NextToken: 'x' } };
    const last = { source: 'r2.json', json: { SecurityGroupRules: [row(false, 80), row(true, 443)] } };
    const alone = readFiles([first]).network.securityGroups.get('sg-1');
    expect(alone).toMatchObject({ ingress: null, egress: null });
    const both = readFiles([last, first]).network.securityGroups.get('sg-1');
    expect([both?.ingress?.length, both?.egress?.length]).toEqual([2, 1]);
  });

  it('with an unreadable row say nothing of the lists it may belong to', () => {
    const { network, problems } = readFiles([
      { source: 'entries-pl-1.json', json: { Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: 'everything' }] } },
    ]);
    expect(problems).toMatchObject([{ kind: 'unreadable-item', path: 'Entries[1].Cidr' }]);
    expect(network.prefixLists.get('pl-1')?.entries).toBeNull();
  });
});
