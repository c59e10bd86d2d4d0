import { describe } from 'vitest';
import { readAnswers } from '../../src/aws/read-answers.js';
import { routeTableOf } from '../../src/network/look-up.js';
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
});
