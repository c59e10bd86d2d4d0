import { describe } from 'vitest';
import { readAnswers } from '../../src/aws/read-answers.js';
import { routeTableOf } from '../../src/network/look-up.js';
import { cidr, eni, subnet, tcp, vpc } from '../filter/build.js';
import {
  A,
  B,
  internetGateway,
  openAcl,
  openGroup,
  peering,
  route,
  table,
  told,
  trip,
  way,
  withPublic,
  world,
} from '../path/build.js';
import { naiveGroups } from './naive.js';
import { trap } from './trap.js';

const ROUTE_TABLES = [
  {
    RouteTableId: 'rtb-edge',
    VpcId: 'vpc-1',
    Associations: [{ Main: false, GatewayId: 'igw-1', RouteTableId: 'rtb-edge' }],
    Routes: [],
  },
  {
    RouteTableId: 'rtb-other',
    VpcId: 'vpc-1',
    Associations: [{ Main: false, SubnetId: 'subnet-2', RouteTableId: 'rtb-other' }],
    Routes: [],
  },
  {
    RouteTableId: 'rtb-main',
    VpcId: 'vpc-1',
    Associations: [{ Main: true, RouteTableId: 'rtb-main' }],
    Routes: [],
  },
];
const SUBNETS = ['subnet-1', 'subnet-2'].map((SubnetId, i) => ({
  SubnetId,
  VpcId: 'vpc-1',
  CidrBlock: `10.0.${i}.0/24`,
}));

describe('traps of routing', () => {
  trap<readonly (string | undefined)[]>(
    20,
    'a subnet that no route table names uses the main one of its VPC, and one for a gateway is for no subnet',
    {
      naive: () =>
        SUBNETS.map(
          ({ SubnetId }) =>
            ROUTE_TABLES.find(({ Associations }) =>
              Associations.some((one) => 'SubnetId' in one && one.SubnetId === SubnetId),
            )?.RouteTableId,
        ),
      truth: () => {
        const { network } = readAnswers([
          { source: 'tables.json', json: { RouteTables: ROUTE_TABLES } },
          { source: 'subnets.json', json: { Subnets: SUBNETS } },
        ]);
        return SUBNETS.map(({ SubnetId }) => routeTableOf(network, SubnetId)?.id);
      },
      correct: ['rtb-main', 'rtb-other'],
    },
  );

  const box = eni('eni-box', ['10.0.2.50'], [], { subnetId: 'subnet-2', sourceDestCheck: false });
  const across = tcp('10.0.1.10', '10.0.2.10', 443);
  trap<readonly string[]>(
    21,
    'traffic inside the VPC need not be local: a route for a subnet may lead to an appliance',
    {
      naive: () => ['eni-a out', 'rtb-1', 'eni-b in'], // "10.0.0.0/16 is local."
      truth: () =>
        way(
          trip(
            world({
              interfaces: [A, B, box],
              routeTables: [
                table('rtb-1', ['subnet-1'], [route('10.0.2.0/24', 'eni-box')]),
                table('rtb-2', ['subnet-2'], [], { isMain: true }),
              ],
            }),
            across,
          ),
        ),
      correct: ['eni-a out', 'rtb-1', 'eni-box in', 'eni-box', 'eni-box out', 'eni-b in'],
    },
  );

  const publicA = withPublic(A, '198.51.100.5');
  const toInternet = tcp('10.0.1.10', '203.0.113.7', 443);
  const routes = [
    route('0.0.0.0/0', 'igw-1'),
    route('203.0.113.0/24', 'nat-9', { state: 'blackhole' }),
    route('203.0.113.0/24', 'vgw-1', { origin: 'propagated' }),
  ];
  const holed = world({
    interfaces: [publicA, B],
    routeTables: [table('rtb-1', [], routes, { isMain: true })],
    internetGateways: [internetGateway('igw-1')],
  });
  trap<string | undefined>(
    22,
    'a blackhole keeps its place: neither a shorter nor a propagated route takes over',
    {
      // The longest route that works.
      naive: () =>
        routes
          .filter(({ state }) => state === 'active')
          .map(({ target }) => ('id' in target ? target.id : target.kind))
          .at(-1),
      truth: () => told(trip(holed, toInternet))[0],
      correct: 'request blackhole-route rtb-1 BAD_STATE_ROUTE',
    },
  );

  const far = eni('eni-far', ['10.2.1.10'], ['sg-far'], { vpcId: 'vpc-2', subnetId: 'subnet-far' });
  const peered = world({
    vpcs: [
      vpc(['10.0.0.0/16']),
      vpc(['10.2.0.0/16'], { id: 'vpc-2' }),
      vpc(['10.3.0.0/16'], { id: 'vpc-3' }),
    ],
    subnets: [subnet('subnet-1', ['10.0.1.0/24']), subnet('subnet-far', ['10.2.1.0/24'], { vpcId: 'vpc-2' })],
    interfaces: [A, far],
    securityGroups: [openGroup('sg-a'), openGroup('sg-far', 'vpc-2')],
    networkAcls: [openAcl('acl-1', ['subnet-1']), openAcl('acl-far', ['subnet-far'])],
    routeTables: [
      table('rtb-1', [], [route('10.2.0.0/16', 'pcx-1')], { isMain: true }),
      table('rtb-far', [], [], {
        vpcId: 'vpc-2',
        isMain: true,
        routes: [route('10.2.0.0/16', 'local'), route('10.0.0.0/16', 'pcx-elsewhere')],
      }),
    ],
    peeringConnections: [
      peering('pcx-1'),
      peering('pcx-elsewhere', {
        requester: { vpcId: 'vpc-3', ownerId: null, region: 'eu-west-1', cidrs: [cidr('10.3.0.0/16')] },
      }),
    ],
  });
  trap<readonly string[]>(
    26,
    'a peering connection that carries the request says nothing about the way back',
    {
      naive: () => (peered.peeringConnections.get('pcx-1')?.status === 'active' ? [] : ['peering']),
      truth: () => told(trip(peered, tcp('10.0.1.10', '10.2.1.10', 443))),
      correct: ['reply peering-not-usable pcx-elsewhere PCX_REQUIRES_ADDRESS_IN_VPC_CIDR'],
    },
  );

  const open = world({
    interfaces: [publicA, B],
    routeTables: [table('rtb-1', [], [route('0.0.0.0/0', 'igw-1')], { isMain: true })],
    internetGateways: [internetGateway('igw-1')],
  });
  const mail = tcp('10.0.1.10', '203.0.113.7', 25);
  trap<string>(32, 'mail may be held back although every group, network ACL and route lets it out', {
    naive: () => naiveGroups(open, publicA, 'egress', mail),
    truth: () => trip(open, mail).verdict,
    correct: 'undetermined',
  });
});
