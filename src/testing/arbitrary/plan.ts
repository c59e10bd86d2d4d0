import * as fc from 'fast-check';

/** How the two ends of a site are joined, the simplest first. */
export const SHAPES = [
  'one-subnet',
  'two-subnets',
  'to-the-internet',
  'from-the-internet',
  'through-a-nat-gateway',
  'peering',
  'transit-gateway',
  'through-an-egress-only-gateway',
  'to-a-gateway-endpoint',
  'to-an-interface-endpoint',
  'through-a-load-balancer',
] as const;

/** How client and server are connected: one of `SHAPES`. */
export type Shape = (typeof SHAPES)[number];

/** Whom a rule names, the plainest first. */
export type PeerStyle = 'any' | 'vpc' | 'subnet' | 'host' | 'group' | 'prefix-list';

/** What a rule is about: the port itself, a range around it, every port of the protocol, or everything. */
export type PortStyle = 'exact' | 'range' | 'every-port' | 'all-traffic';

/** A rule that lets the traffic pass, and whether others stand beside it that have nothing to do with it. */
export type RuleStyle = { readonly peer: PeerStyle; readonly ports: PortStyle; readonly besides: number };

/** How a network ACL is written: everything, only what is needed, or that and denials of what is not. */
export type AclStyle = 'open' | 'tight' | 'tight-with-denials';

/**
 * Block Public Access: off; on, with what it must not touch excluded; on for what comes in, where nothing has to come in. The
 * latter are drawn where they let the traffic pass.
 */
export type PublicAccess = 'off' | 'blocked-with-exclusions' | 'inbound-blocked';

/** Which machines speak, or are spoken to, by a secondary private IPv4 address. */
export type Secondary = 'none' | 'client' | 'server' | 'both';

/** What the flow log of a site is attached to, keeps and shows, and how it is delivered. */
export type LogStyle = {
  readonly scope: 'vpc' | 'subnet' | 'interface';
  readonly format: 'telling' | 'default' | 'version-3';
  readonly interval: 60 | 600;
  readonly destination: 's3' | 'cloud-watch-logs';
};

/** What a person would say before drawing a site on a whiteboard. Small values are the plain ones. */
export type Plan = {
  readonly shape: Shape;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port: number;
  readonly sourcePort: number;
  readonly isIpv6: boolean;
  readonly client: RuleStyle;
  readonly server: RuleStyle;
  readonly clientAcl: AclStyle;
  readonly serverAcl: AclStyle;
  /** Machines that have nothing to do with it. */
  readonly bystanders: number;
  readonly log: LogStyle;
  /** How many requests and answers one connection carries. */
  readonly rounds: number;
  /** Seconds between one round and the next. */
  readonly pause: number;
  readonly closes: 'fin' | 'rst' | 'never';
  readonly isWindows: boolean;
  /** Whose address is a secondary one of its interface, in place of which records show the primary one. */
  readonly secondary: Secondary;
  readonly publicAccess: PublicAccess;
  /** Which service a gateway endpoint is for. */
  readonly service: 's3' | 'dynamodb';
};

const PEERS: readonly PeerStyle[] = ['any', 'vpc', 'subnet', 'host', 'group', 'prefix-list'];
const PORTS: readonly PortStyle[] = ['exact', 'range', 'every-port', 'all-traffic'];

const ruleStyles: fc.Arbitrary<RuleStyle> = fc.record({
  peer: fc.constantFrom(...PEERS),
  ports: fc.constantFrom(...PORTS),
  besides: fc.nat({ max: 2 }),
});

const aclStyles = fc.constantFrom<AclStyle[]>('open', 'tight', 'tight-with-denials');

const logStyles: fc.Arbitrary<LogStyle> = fc.record({
  scope: fc.constantFrom('vpc', 'subnet', 'interface'),
  format: fc.constantFrom('telling', 'default', 'version-3'),
  interval: fc.constantFrom(60, 600),
  destination: fc.constantFrom('s3', 'cloud-watch-logs'),
});

const IPV6: Readonly<Partial<Record<Shape, 'maybe' | 'always'>>> = {
  'one-subnet': 'maybe',
  'two-subnets': 'maybe',
  'through-an-egress-only-gateway': 'always',
};

/** Gateway endpoints take TCP and pings, interface endpoints and load balancers answer no ping: all are for TCP here. */
const ONLY_TCP: readonly Shape[] = [
  'to-a-gateway-endpoint',
  'to-an-interface-endpoint',
  'through-a-load-balancer',
];

/** Only NAT gateways and egress-only gateways go on working where inbound access is blocked. */
const MAY_BLOCK_INBOUND: readonly Shape[] = ['through-a-nat-gateway', 'through-an-egress-only-gateway'];

const publicAccessOf = (shape: Shape, drawn: PublicAccess): PublicAccess =>
  drawn === 'inbound-blocked' && !MAY_BLOCK_INBOUND.includes(shape) ? 'off' : drawn;

/** Plans of sites of these shapes. Nothing is filtered out: what does not go together is not drawn together. */
export const plans = (shapes: readonly Shape[] = SHAPES): fc.Arbitrary<Plan> =>
  fc
    .record({
      shape: fc.constantFrom(...shapes),
      protocol: fc.constantFrom('tcp', 'tcp', 'tcp', 'udp', 'icmp'),
      port: fc.constantFrom(443, 22, 80, 514, 1433, 5432, 8080),
      choice: fc.nat({ max: 11_000 }),
      isIpv6: fc.boolean(),
      client: ruleStyles,
      server: ruleStyles,
      clientAcl: aclStyles,
      serverAcl: aclStyles,
      bystanders: fc.nat({ max: 2 }),
      log: logStyles,
      rounds: fc.integer({ min: 1, max: 4 }),
      pause: fc.constantFrom(1, 5, 20, 70),
      closes: fc.constantFrom('fin', 'fin', 'rst', 'never'),
      isWindows: fc.boolean(),
      secondary: fc.constantFrom<Secondary[]>('none', 'none', 'none', 'client', 'server', 'both'),
      publicAccess: fc.constantFrom<PublicAccess[]>(
        'off',
        'off',
        'off',
        'blocked-with-exclusions',
        'inbound-blocked',
      ),
      service: fc.constantFrom<Plan['service'][]>('s3', 'dynamodb'),
    })
    .map(
      ({ choice, ...plan }): Plan => ({
        ...plan,
        isIpv6: IPV6[plan.shape] === 'always' || (plan.isIpv6 && IPV6[plan.shape] === 'maybe'),
        sourcePort: (plan.isWindows ? 49_152 : 33_000) + choice,
        protocol: ONLY_TCP.includes(plan.shape) ? 'tcp' : (plan.protocol as Plan['protocol']),
        publicAccess: publicAccessOf(plan.shape, plan.publicAccess),
      }),
    );
