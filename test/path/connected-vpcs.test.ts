import { describe, expect, it } from 'vitest';
import { type IpAddress, print } from '../../src/address/ip-address.js';
import type { NetworkAcl } from '../../src/network/network-acl.js';
import type { NetworkInterface } from '../../src/network/network-interface.js';
import type { TransitGatewayAttachment } from '../../src/network/transit-gateway.js';
import { atInterface } from '../../src/path/endpoint.js';
import { reach } from '../../src/path/reach.js';
import {
  acl,
  allowAll,
  cidr,
  eni,
  entry,
  fromGroup,
  group,
  icmp,
  rule,
  subnet,
  tcp,
  vpc,
} from '../filter/build.js';
import {
  A,
  attachment,
  B,
  endpoint,
  natGateway,
  OPEN,
  openAcl,
  openGroup,
  peering,
  route,
  table,
  told,
  transitTable,
  trip,
  way,
  world,
} from './build.js';

const far = eni('eni-far', ['10.2.1.10', '2001:db8:2:1::10'], ['sg-far'], {
  vpcId: 'vpc-2',
  subnetId: 'subnet-far',
});
const toFar = tcp('10.0.1.10', '10.2.1.10', 443);
const toFarV6 = tcp('2001:db8:0:1::10', '2001:db8:2:1::10', 443);

const twoVpcs = (more: Parameters<typeof world>[0] = {}) =>
  world({
    vpcs: [vpc(['10.0.0.0/16', '2001:db8::/56']), vpc(['10.2.0.0/16', '2001:db8:2::/56'], { id: 'vpc-2' })],
    subnets: [
      subnet('subnet-1', ['10.0.1.0/24', '2001:db8:0:1::/64'], { availabilityZone: 'a' }),
      subnet('subnet-2', ['10.0.2.0/24', '2001:db8:0:2::/64'], { availabilityZone: 'b' }),
      subnet('subnet-far', ['10.2.1.0/24', '2001:db8:2:1::/64'], { vpcId: 'vpc-2', availabilityZone: 'a' }),
      subnet('subnet-edge', ['10.2.9.0/28'], { vpcId: 'vpc-2', availabilityZone: 'a' }),
    ],
    interfaces: [A, B, far],
    securityGroups: [openGroup('sg-a'), openGroup('sg-b'), openGroup('sg-far', 'vpc-2')],
    networkAcls: [
      openAcl('acl-1', ['subnet-1']),
      openAcl('acl-2', ['subnet-2']),
      openAcl('acl-far', ['subnet-far']),
      openAcl('acl-edge', ['subnet-edge']),
    ],
    ...more,
  });

const tables = (target: string, backTarget = target) => [
  table('rtb-1', [], [route('10.2.0.0/16', target), route('2001:db8:2::/56', target)], { isMain: true }),
  table('rtb-far', [], [], {
    vpcId: 'vpc-2',
    isMain: true,
    routes: [
      route('10.2.0.0/16', 'local'),
      route('2001:db8:2::/56', 'local'),
      ...(backTarget === 'none'
        ? []
        : [route('10.0.0.0/16', backTarget), route('2001:db8::/56', backTarget)]),
    ],
  }),
];

describe('a VPC peering connection', () => {
  const peered = (more: Parameters<typeof world>[0] = {}) =>
    twoVpcs({ routeTables: tables('pcx-1'), peeringConnections: [peering('pcx-1')], ...more });

  it('joins two VPCs that have routes to each other', () => {
    const it = trip(peered(), toFar);
    expect(it.verdict).toBe('allowed');
    expect(way(it)).toEqual(['eni-a out', 'rtb-1', 'pcx-1', 'eni-far in']);
    expect(way(it, 'reply')).toEqual(['eni-far out', 'rtb-far', 'pcx-1', 'eni-a in']);
    expect(trip(peered(), toFarV6).verdict).toBe('allowed');
  });

  it('needs the route back', () => {
    expect(told(trip(peered({ routeTables: tables('pcx-1', 'none') }), toFar))).toEqual([
      'reply no-route rtb-far NO_ROUTE_TO_DESTINATION',
    ]);
  });

  it('must be active, and of these two VPCs', () => {
    const pending = [peering('pcx-1', { status: 'pending-acceptance' })];
    expect(told(trip(peered({ peeringConnections: pending }), toFar))).toEqual([
      'request peering-not-usable pcx-1 BAD_STATE',
      'reply peering-not-usable pcx-1 BAD_STATE beyond',
    ]);
    const other = [
      peering('pcx-1', { requester: { vpcId: 'vpc-3', ownerId: null, region: null, cidrs: [] } }),
    ];
    expect(told(trip(peered({ peeringConnections: other }), toFar))[0]).toBe(
      'request peering-not-usable pcx-1 DISCONNECTED_VPCS',
    );
  });

  it('leads nowhere beyond the other VPC', () => {
    const routeTables = [
      table('rtb-1', [], [route('0.0.0.0/0', 'pcx-1')], { isMain: true }),
      ...tables('pcx-1').slice(1),
    ];
    expect(told(trip(peered({ routeTables }), tcp('10.0.1.10', '203.0.113.7', 443)))).toEqual([
      'request peering-not-usable pcx-1 PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    ]);
  });

  it.each([
    ['one Region', 'eu-west-1', 'allowed'],
    ['two Regions', 'us-east-1', 'blocked'],
  ])('between VPCs of %s lets rules refer to groups accordingly', (_, region, verdict) => {
    const known = peered({
      securityGroups: [
        openGroup('sg-a'),
        group('sg-far', [rule('ingress', 6, fromGroup('sg-a'), { ports: { from: 443, to: 443 } })], {
          vpcId: 'vpc-2',
        }),
      ],
      peeringConnections: [
        peering('pcx-1', {
          accepter: { vpcId: 'vpc-2', ownerId: null, region, cidrs: [cidr('10.2.0.0/16')] },
        }),
      ],
    });
    expect(trip(known, toFar).verdict).toBe(verdict);
  });

  it('that was not described leaves it undetermined', () => {
    const it = trip(peered({ peeringConnections: [] }), toFar);
    expect(it.verdict).toBe('undetermined');
    expect(it.missing.map(({ needs }) => needs)).toContain(
      'aws ec2 describe-vpc-peering-connections --vpc-peering-connection-ids pcx-1',
    );
  });

  it('to a VPC that was not given leaves the far end undetermined', () => {
    const known = peered();
    const without = { ...known, interfaces: new Map([['eni-a', A]]) };
    expect(trip(without, toFar).verdict).toBe('undetermined');
  });
});

describe('a transit gateway', () => {
  const here = attachment('tgw-attach-1', 'vpc-1', ['subnet-1', 'subnet-2']);
  const there = attachment('tgw-attach-2', 'vpc-2', ['subnet-edge']);
  const joined = (more: Parameters<typeof world>[0] = {}) =>
    twoVpcs({
      routeTables: tables('tgw-1'),
      transitGateways: [{ id: 'tgw-1', ownerId: null, state: 'available', securityGroupReferencing: true }],
      transitGatewayAttachments: [here, there],
      transitGatewayRouteTables: [
        transitTable('tgw-rtb-1', [
          ['10.0.0.0/16', 'tgw-attach-1'],
          ['10.2.0.0/16', 'tgw-attach-2'],
          ['2001:db8::/56', 'tgw-attach-1'],
          ['2001:db8:2::/56', 'tgw-attach-2'],
        ]),
      ],
      ...more,
    });

  it('carries from attachment to attachment', () => {
    const it = trip(joined(), toFar);
    expect(it.verdict).toBe('allowed');
    expect(way(it)).toEqual([
      'eni-a out',
      'rtb-1',
      'tgw-attach-1 in',
      'tgw-attach-1',
      'tgw-1',
      'tgw-attach-2',
      'tgw-attach-2 out',
      'rtb-far',
      'eni-far in',
    ]);
    expect(trip(joined(), toFarV6).verdict).toBe('allowed');
  });

  it.each<[string, TransitGatewayAttachment, string]>([
    [
      'not associated with a route table',
      { ...here, routeTableId: null },
      'tgw-attach-1 TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION',
    ],
    [
      'not in the zone of the sender',
      { ...here, subnetIds: ['subnet-2'] },
      'tgw-attach-1 TGW_ROUTE_AZ_RESTRICTION',
    ],
    ['not available', { ...here, state: 'deleting' }, 'tgw-attach-1 BAD_STATE_ATTACHMENT'],
    ['missing', { ...here, vpcId: 'vpc-3', resourceId: 'vpc-3' }, 'tgw-1 BAD_STATE_ATTACHMENT'],
  ])('does not forward from an attachment that is %s', (_, changed, blocker) => {
    const it = trip(joined({ transitGatewayAttachments: [changed, there] }), toFar);
    expect(told(it)[0]).toBe(`request transit-gateway-does-not-forward ${blocker}`);
  });

  it.each([
    ['no route', [], 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT'],
    ['a blackhole route', [['10.2.0.0/16', 'blackhole']], 'TGW_RTB_BAD_STATE_ROUTE'],
  ] as const)('stops at %s of its own', (_, routes, code) => {
    const transitGatewayRouteTables = [
      transitTable('tgw-rtb-1', [['10.0.0.0/16', 'tgw-attach-1'], ...routes]),
    ];
    expect(told(trip(joined({ transitGatewayRouteTables }), toFar))[0]).toBe(
      `request transit-gateway-does-not-forward tgw-rtb-1 ${code}`,
    );
  });

  it('whose routes were not given leaves it undetermined', () => {
    const it = trip(joined({ transitGatewayRouteTables: [] }), toFar);
    expect(it.verdict).toBe('undetermined');
    expect(it.missing[0]?.needs).toMatch(
      /^aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id tgw-rtb-1 /,
    );
  });

  it.each([
    ['the sender, out', 'subnet-1', 'egress', 'request network-acl egress eni-a'],
    ['the attachment, coming out', 'subnet-edge', 'egress', 'request network-acl egress tgw-attach-2'],
    ['the destination, in', 'subnet-far', 'ingress', 'request network-acl ingress eni-far'],
  ] as const)('is judged by the network ACL of the subnet of %s', (_, subnetId, closed, blocker) => {
    const known = joined();
    const [id, open] = [...known.networkAcls].find(([, one]) => one.subnetIds.includes(subnetId)) as [
      string,
      ReturnType<typeof acl>,
    ];
    const half = acl(id, [subnetId], open.entries.filter(({ direction }) => direction !== closed) as never);
    expect(told(trip({ ...known, networkAcls: new Map(known.networkAcls).set(id, half) }, toFar))).toContain(
      blocker,
    );
  });

  it('never asks for the inbound entries of the far attachment, nor the outbound ones of the near', () => {
    const inOnly = acl(
      'acl-edge',
      ['subnet-edge'],
      OPEN.map((block, i) => entry(100 + i, 'egress', 'allow', 'all', block)),
    );
    const known = joined();
    const request = trip(
      { ...known, networkAcls: new Map(known.networkAcls).set('acl-edge', inOnly) },
      toFar,
    ).request;
    expect(request.verdict).toBe('allowed');
  });

  it('lets rules refer to groups inbound, where gateway and attachments allow it, and never outbound', () => {
    const inbound = joined({
      securityGroups: [
        openGroup('sg-a'),
        group('sg-far', [rule('ingress', 6, fromGroup('sg-a'), { ports: { from: 443, to: 443 } })], {
          vpcId: 'vpc-2',
        }),
      ],
    });
    expect(trip(inbound, toFar).verdict).toBe('allowed');
    const off = {
      ...inbound,
      transitGatewayAttachments: new Map([
        [here.id, { ...here, securityGroupReferencing: false }],
        [there.id, there],
      ]),
    };
    expect(told(trip(off, toFar))).toEqual(['request security-groups ingress eni-far']);
    const outbound = joined({
      securityGroups: [
        group('sg-a', [rule('egress', 6, fromGroup('sg-far'), { ports: { from: 443, to: 443 } })]),
        openGroup('sg-far', 'vpc-2'),
      ],
    });
    expect(told(trip(outbound, toFar))).toEqual(['request security-groups egress eni-a']);
  });

  it('leads to a VPN attachment as a named exit, and back', () => {
    const vpn = attachment('tgw-attach-vpn', 'vpn-1', [], {
      resourceType: 'vpn',
      resourceId: 'vpn-1',
      vpcId: null,
    });
    const known = joined({
      routeTables: [table('rtb-1', [], [route('192.168.0.0/16', 'tgw-1')], { isMain: true })],
      transitGatewayAttachments: [{ ...here, subnetIds: ['subnet-1'] }, vpn],
      transitGatewayRouteTables: [
        transitTable('tgw-rtb-1', [
          ['10.0.0.0/16', 'tgw-attach-1'],
          ['192.168.0.0/16', 'tgw-attach-vpn'],
        ]),
      ],
    });
    const it = trip(known, tcp('10.0.1.10', '192.168.4.4', 443));
    expect(it.request.course.ending).toEqual({
      kind: 'left',
      through: 'transit-gateway-attachment',
      id: 'tgw-attach-vpn',
    });
    expect(it.request.verdict).toBe('allowed');
    expect(way(it, 'reply').at(-1)).toBe('eni-a in');
    const into = trip(known, tcp('192.168.4.4', '10.0.1.10', 443));
    expect([into.verdict, way(into), way(into, 'reply').at(-1)]).toEqual([
      'allowed',
      ['tgw-attach-vpn', 'tgw-1', 'tgw-attach-1', 'tgw-attach-1 out', 'eni-a in'],
      'tgw-attach-vpn',
    ]);
    expect(into.assumes).toEqual(['enters-where-replies-leave']);
    const toFarOverVpn = trip(
      { ...known, interfaces: joined().interfaces },
      tcp('192.168.4.4', '10.2.1.10', 443),
    );
    expect(toFarOverVpn.verdict).toBe('undetermined');
  });

  it('from a VPN may come out in any zone, which is open only where the subnets there differ', () => {
    const vpn = attachment('tgw-attach-vpn', 'vpn-1', [], { resourceType: 'vpn', vpcId: null });
    const inTwoZones = (networkAcls: readonly NetworkAcl[]) =>
      trip(
        joined({
          routeTables: [table('rtb-1', [], [route('192.168.0.0/16', 'tgw-1')], { isMain: true })],
          transitGatewayAttachments: [here, vpn],
          transitGatewayRouteTables: [
            transitTable('tgw-rtb-1', [
              ['10.0.0.0/16', 'tgw-attach-1'],
              ['192.168.0.0/16', 'tgw-attach-vpn'],
            ]),
          ],
          networkAcls,
        }),
        tcp('192.168.4.4', '10.0.1.10', 443),
      ).verdict;
    expect(inTwoZones([openAcl('acl-1', ['subnet-1', 'subnet-2'])])).toBe('allowed');
    expect(inTwoZones([openAcl('acl-1', ['subnet-1']), openAcl('acl-2', ['subnet-2'])])).toBe('undetermined');
  });

  it('in appliance mode may come out in any zone, whatever zone it comes from', () => {
    const inMode = (applianceMode: boolean, networkAcls: readonly NetworkAcl[]) =>
      trip(
        joined({
          transitGatewayAttachments: [
            here,
            attachment('tgw-attach-2', 'vpc-2', ['subnet-edge', 'subnet-other'], { applianceMode }),
          ],
          subnets: [
            ...joined().subnets.values(),
            subnet('subnet-other', ['10.2.8.0/28'], { vpcId: 'vpc-2', availabilityZone: 'b' }),
          ],
          networkAcls: [openAcl('acl-1', ['subnet-1']), openAcl('acl-far', ['subnet-far']), ...networkAcls],
        }),
        toFar,
      ).verdict;
    const two = [openAcl('acl-edge', ['subnet-edge']), openAcl('acl-other', ['subnet-other'])];
    expect([inMode(false, two), inMode(true, two)]).toEqual(['allowed', 'undetermined']);
    expect(inMode(true, [openAcl('acl-edge', ['subnet-edge', 'subnet-other'])])).toBe('allowed');
  });

  it.each(['peering', 'network-function'])(
    'leads to a %s attachment as a named hop that leaves the rest open',
    (resourceType) => {
      const other = attachment('tgw-attach-p', 'tgw-2', [], {
        resourceType,
        resourceId: 'tgw-2',
        vpcId: null,
      });
      const known = joined({
        routeTables: [table('rtb-1', [], [route('10.99.0.0/16', 'tgw-1')], { isMain: true })],
        transitGatewayAttachments: [here, other],
        transitGatewayRouteTables: [transitTable('tgw-rtb-1', [['10.99.0.0/16', 'tgw-attach-p']])],
      });
      const it = trip(known, tcp('10.0.1.10', '10.99.4.4', 443));
      expect([it.verdict, way(it).at(-1)]).toEqual(['undetermined', 'tgw-attach-p']);
      expect(it.request.course.doubts).toMatchObject([{ reason: 'not-modelled', id: 'tgw-attach-p' }]);
    },
  );

  it('follows the only propagation where the routes were not given, and leaves it undetermined', () => {
    const unread = (propagatingAttachmentIds: readonly string[]) =>
      trip(
        joined({
          transitGatewayRouteTables: [
            { id: 'tgw-rtb-1', transitGatewayId: 'tgw-1', routes: null, propagatingAttachmentIds },
          ],
        }),
        toFar,
      );
    const it = unread(['tgw-attach-1', 'tgw-attach-2']);
    expect([it.verdict, way(it).at(-1)]).toEqual(['undetermined', 'eni-far in']);
    expect(it.missing.map(({ needs }) => needs.split(' ')[2])).toEqual(['search-transit-gateway-routes']);
    expect(way(unread(['tgw-attach-1'])).at(-1)).toBe('tgw-1');
  });
});

describe('a way out to where the other end is not', () => {
  it('leaves open whether it comes to an interface of the input', () => {
    const it = trip(twoVpcs({ routeTables: tables('vgw-1') }), toFar);
    expect([it.verdict, way(it)]).toEqual(['undetermined', ['eni-a out', 'rtb-1', 'vgw-1']]);
    expect(it.request.course.doubts).toMatchObject([{ reason: 'not-modelled', id: 'vgw-1' }]);
  });
});

describe('a private NAT gateway before a peering connection', () => {
  it('may be answered without a route back', () => {
    const nat = eni('eni-of-nat-1', ['10.0.2.5'], [], { subnetId: 'subnet-2', type: 'nat_gateway' });
    const known = twoVpcs({
      interfaces: [A, nat, far],
      natGateways: [natGateway('nat-1', '10.0.2.5', { connectivity: 'private' })],
      peeringConnections: [peering('pcx-1')],
      routeTables: [
        table('rtb-1', ['subnet-1'], [route('10.2.0.0/16', 'nat-1')]),
        table('rtb-2', ['subnet-2'], [route('10.2.0.0/16', 'pcx-1')]),
        ...tables('pcx-1', 'none').slice(1),
      ],
    });
    const it = trip(known, toFar);
    expect([it.request.verdict, it.replyVerdict, told(it)]).toEqual(['allowed', 'undetermined', []]);
    expect(it.reply?.course.doubts).toMatchObject([{ reason: 'return-to-sender' }]);
    expect(way(it, 'reply').at(-1)).toBe('eni-a in');
  });
});

describe('a route to the interface of a service', () => {
  it('leads nowhere, whatever the check of that interface says', () => {
    const service = eni('eni-e', ['10.0.2.20'], ['sg-b'], {
      subnetId: 'subnet-2',
      type: 'vpc_endpoint',
      sourceDestCheck: false,
    });
    const known = twoVpcs({
      interfaces: [A, service, far],
      routeTables: [table('rtb-1', [], [route('10.2.0.0/16', 'eni-e')], { isMain: true })],
    });
    expect(told(trip(known, toFar))[0]).toBe(
      'request source-destination-check-drops eni-e ENI_ADDRESS_RESTRICTION',
    );
  });
});

describe('endpoints', () => {
  const s3 = {
    id: 'pl-s3',
    name: null,
    ownerId: 'AWS',
    family: 4,
    maxEntries: null,
    entries: [cidr('52.218.0.0/17')],
  } as const;
  const toS3 = tcp('10.0.1.10', '52.218.1.1', 443);
  const gateway = (more: Parameters<typeof world>[0] = {}) =>
    world({
      routeTables: [table('rtb-1', [], [route('pl-s3', 'vpce-1')], { isMain: true })],
      prefixLists: [s3],
      vpcEndpoints: [endpoint('vpce-1', 'gateway')],
      ...more,
    });

  it('a gateway endpoint is a route to public addresses of its service', () => {
    const it = trip(gateway(), toS3);
    expect([it.verdict, way(it), way(it, 'reply')]).toEqual([
      'allowed',
      ['eni-a out', 'rtb-1', 'vpce-1'],
      ['vpce-1', 'eni-a in'],
    ]);
    expect(told(trip(gateway(), tcp('10.0.1.10', '52.219.1.1', 443)))).toEqual([
      'request no-route rtb-1 NO_ROUTE_TO_DESTINATION',
    ]);
  });

  it('a gateway endpoint carries TCP and echo alone, while it is available', () => {
    expect(told(trip(gateway(), { ...toS3, protocol: 17 }))).toEqual([
      'request endpoint-cannot-carry vpce-1 VPCE_GATEWAY_PROTOCOL_RESTRICTION',
    ]);
    expect(trip(gateway(), icmp('10.0.1.10', '52.218.1.1', { type: 8, code: 0 })).verdict).toBe('allowed');
    expect(
      told(trip(gateway({ vpcEndpoints: [endpoint('vpce-1', 'gateway', { state: 'deleting' })] }), toS3)),
    ).toEqual(['request endpoint-cannot-carry vpce-1 BAD_STATE']);
  });

  it('a prefix list whose entries were not given leaves public destinations undetermined, and only these', () => {
    const unread = gateway({ prefixLists: [{ ...s3, entries: null }] });
    expect(trip(unread, toS3).missing.map(({ needs }) => needs)).toEqual([
      'aws ec2 get-managed-prefix-list-entries --prefix-list-id pl-s3',
    ]);
    expect(trip(unread, toS3).verdict).toBe('undetermined');
    expect(trip(unread, tcp('10.0.1.10', '10.0.2.10', 443)).verdict).toBe('allowed');
  });

  const endpointInterface: NetworkInterface = eni('eni-e', ['10.0.2.20'], ['sg-e'], {
    subnetId: 'subnet-2',
    type: 'vpc_endpoint',
  });
  const interfaceEndpoint = (
    groupRules: Parameters<typeof group>[1],
    more: Parameters<typeof world>[0] = {},
  ) =>
    world({
      interfaces: [A, endpointInterface],
      securityGroups: [openGroup('sg-a'), group('sg-e', groupRules)],
      vpcEndpoints: [endpoint('vpce-2', 'interface', { interfaceIds: ['eni-e'] })],
      ...more,
    });
  const open = [allowAll('ingress', '0.0.0.0/0')];
  const toEndpoint = tcp('10.0.1.10', '10.0.2.20', 443);

  it('an interface endpoint is judged by its own groups', () => {
    expect(trip(interfaceEndpoint(open), toEndpoint).verdict).toBe('allowed');
    expect(told(trip(interfaceEndpoint([]), toEndpoint))).toEqual(['request security-groups ingress eni-e']);
    expect(trip(interfaceEndpoint(open), toEndpoint).tracked).toBe(true);
  });

  it('an interface endpoint answers no ping and starts nothing', () => {
    expect(told(trip(interfaceEndpoint(open), icmp('10.0.1.10', '10.0.2.20', { type: 8, code: 0 })))[0]).toBe(
      'request endpoint-cannot-carry vpce-2 PROTOCOL_RESTRICTION',
    );
    expect(told(trip(interfaceEndpoint(open), tcp('10.0.2.20', '10.0.1.10', 443)))[0]).toBe(
      'request endpoint-cannot-carry eni-e VPCE_INTRA_VPC_TRAFFIC',
    );
  });

  it('encryption that is enforced leaves open what no header shows', () => {
    const encryptionControls = [
      { id: 'vpcec-1', vpcId: 'vpc-1', mode: 'enforce', state: 'available' },
    ] as const;
    expect(trip(interfaceEndpoint(open, { encryptionControls }), toEndpoint).verdict).toBe('undetermined');
    const monitored = [{ ...encryptionControls[0], mode: 'monitor' }] as const;
    expect(trip(interfaceEndpoint(open, { encryptionControls: monitored }), toEndpoint).verdict).toBe(
      'allowed',
    );
  });

  it('an endpoint of a Gateway Load Balancer is a named hop that leaves the rest undetermined', () => {
    const known = world({
      routeTables: [
        table('rtb-1', ['subnet-1'], [route('10.0.2.0/24', 'vpce-3')]),
        table('rtb-2', [], [], { isMain: true }),
      ],
      subnets: [...world().subnets.values(), subnet('subnet-fw', ['10.0.9.0/28'])],
      networkAcls: [...world().networkAcls.values(), openAcl('acl-fw', ['subnet-fw'])],
      vpcEndpoints: [endpoint('vpce-3', 'gateway-load-balancer', { subnetIds: ['subnet-fw'] })],
    });
    const it = trip(known, tcp('10.0.1.10', '10.0.2.10', 443));
    expect(it.verdict).toBe('undetermined');
    expect(way(it)).toEqual(['eni-a out', 'rtb-1', 'vpce-3 in', 'vpce-3', 'vpce-3 out', 'rtb-2', 'eni-b in']);
  });
});

describe('VPCs whose blocks overlap', () => {
  const twin = (address: string) =>
    eni('eni-twin', [address], ['sg-twin'], { vpcId: 'vpc-3', subnetId: 'subnet-twin' });
  const withTwin = (interfaces: readonly NetworkInterface[], more: Parameters<typeof world>[0] = {}) =>
    twoVpcs({
      vpcs: [
        vpc(['10.0.0.0/16']),
        vpc(['10.2.0.0/16'], { id: 'vpc-2' }),
        vpc(['10.0.0.0/16'], { id: 'vpc-3' }),
      ],
      subnets: [...twoVpcs().subnets.values(), subnet('subnet-twin', ['10.0.2.0/24'], { vpcId: 'vpc-3' })],
      interfaces,
      securityGroups: [...twoVpcs().securityGroups.values(), openGroup('sg-twin', 'vpc-3')],
      networkAcls: [...twoVpcs().networkAcls.values(), openAcl('acl-twin', ['subnet-twin'])],
      ...more,
    });
  const between = (network: Parameters<typeof trip>[0], from: NetworkInterface, to: NetworkInterface) =>
    reach(network, {
      ends: {
        initiator: atInterface(from.primaryIpv4 as IpAddress, from),
        responder: atInterface(to.primaryIpv4 as IpAddress, to),
      },
      packet: tcp(print(from.primaryIpv4 as IpAddress), print(to.primaryIpv4 as IpAddress), 443),
      sourcePorts: null,
    });

  it('a request for one VPC stays in the other, whether somebody has the address there or not', () => {
    const blocker = 'request no-route vpc-1 DISCONNECTED_VPCS';
    const taken = twin('10.0.2.10');
    expect(told(between(withTwin([A, B, taken]), A, taken))[0]).toBe(blocker);
    const free = twin('10.0.2.99');
    expect(told(between(withTwin([A, B, free]), A, free))[0]).toBe(blocker);
  });

  it.each([
    ['somebody has', [A, far, eni('eni-twin', ['10.0.1.10'], ['sg-twin'], { vpcId: 'vpc-3' })]],
    ['nobody has', [A, far]],
  ])('a reply that a route sends to the wrong one is lost where %s the address', (_, interfaces) => {
    const toThird = peering('pcx-3', {
      requester: { vpcId: 'vpc-3', ownerId: null, region: null, cidrs: [cidr('10.0.0.0/16')] },
    });
    const known = withTwin(interfaces, {
      peeringConnections: [peering('pcx-1'), toThird],
      routeTables: [
        table('rtb-1', [], [route('10.2.0.0/16', 'pcx-1')], { isMain: true }),
        table('rtb-far', [], [], {
          vpcId: 'vpc-2',
          isMain: true,
          routes: [route('10.2.0.0/16', 'local'), route('10.0.0.0/16', 'pcx-3')],
        }),
      ],
    });
    const found = between(known, A, far);
    expect(found.request.verdict).toBe('allowed');
    expect(told(found)).toEqual(['reply asymmetric-path vpc-3 null']);
  });
});
