import type { Plan, Shape } from './plan.js';

/** One end of a site: a machine behind an interface, or an address outside. */
export type End = {
  readonly interfaceId: string | null;
  readonly address: string;
  /** Blocks that hold the address, the narrower first. */
  readonly subnet: string;
  readonly vpc: string;
};

export type Ends = {
  readonly client: End;
  readonly server: End;
  /** Whom the client speaks with: a load balancer in front of the server, or the server itself. */
  readonly front: End;
  /** As the client writes the server's address. */
  readonly dialled: string;
};

const inside = (interfaceId: string, vpc: number, subnet: number, host: number, isIpv6: boolean): End =>
  isIpv6
    ? {
        interfaceId,
        address: `2001:db8:${vpc}:${subnet}::${host}`,
        subnet: `2001:db8:${vpc}:${subnet}::/64`,
        vpc: `2001:db8:${vpc}::/56`,
      }
    : {
        interfaceId,
        address: `10.${vpc}.${subnet}.${host}`,
        subnet: `10.${vpc}.${subnet}.0/24`,
        vpc: `10.${vpc}.0.0/16`,
      };

const OUTSIDE: End = {
  interfaceId: null,
  address: '203.0.113.80',
  subnet: '203.0.113.0/24',
  vpc: '203.0.0.0/16',
};

const OUTSIDE_IPV6: End = {
  interfaceId: null,
  address: '2a02:4780:1::80',
  subnet: '2a02:4780:1::/64',
  vpc: '2a02:4780::/32',
};

/** An address of a service that a gateway endpoint leads to, in the block of its prefix list. */
const SERVICE: End = {
  interfaceId: null,
  address: '52.218.1.80',
  subnet: '52.218.0.0/17',
  vpc: '52.218.0.0/16',
};

export const PUBLIC_ADDRESS = '198.51.100.10';

const serverAt: Readonly<Record<Shape, (isIpv6: boolean) => End>> = {
  'one-subnet': (six) => inside('eni-server', 0, 1, 20, six),
  'two-subnets': (six) => inside('eni-server', 0, 2, 20, six),
  'to-the-internet': () => OUTSIDE,
  'from-the-internet': () => inside('eni-server', 0, 1, 20, false),
  'through-a-nat-gateway': () => OUTSIDE,
  peering: () => inside('eni-server', 8, 1, 20, false),
  'transit-gateway': () => inside('eni-server', 8, 1, 20, false),
  'through-an-egress-only-gateway': () => OUTSIDE_IPV6,
  'to-a-gateway-endpoint': () => SERVICE,
  'to-an-interface-endpoint': () => inside('eni-vpce-1', 0, 2, 20, false),
  'through-a-load-balancer': () => inside('eni-server', 0, 3, 20, false),
};

/** Who speaks to whom in a site of this plan. */
export const endsOf = ({ shape, isIpv6 }: Plan): Ends => {
  const server = serverAt[shape](isIpv6);
  const front = shape === 'through-a-load-balancer' ? inside('eni-front', 0, 2, 5, false) : server;
  return {
    client: shape === 'from-the-internet' ? OUTSIDE : inside('eni-client', 0, 1, 10, isIpv6),
    server,
    front,
    dialled: shape === 'from-the-internet' ? PUBLIC_ADDRESS : front.address,
  };
};
