import { TCP, UDP } from '../../traffic/protocol.js';
import type { LookAt, NeverLogged, Service } from './never-logged.js';

const VPC = 'https://docs.aws.amazon.com/vpc/latest/userguide';
const LIMITATIONS = `${VPC}/flow-logs-limitations.html`;
const RECORDS = `${VPC}/flow-log-records.html`;
const DNS = `${VPC}/AmazonDNS-concepts.html`;
const SUBNETS = `${VPC}/subnet-sizing.html`;
const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide';
const LINK_LOCAL = `${EC2}/using-instance-addressing.html`;

const ANY: Service = { protocols: null, ports: null };
const host = (command: string): LookAt => ({ on: 'host', command });
const account = (command: string): LookAt => ({ on: 'account', command });

const METADATA = [
  host('curl -s -o /dev/null -w "%{http_code}\\n" http://169.254.169.254/'),
  account('aws ec2 describe-instances --query "Reservations[].Instances[].MetadataOptions"'),
];
const TIME = [host('chronyc sources -v'), host('w32tm /query /status')];
const LEASES = [host('networkctl status'), host('ipconfig /all'), account('aws ec2 describe-dhcp-options')];
const QUERIES = [
  account('aws route53resolver list-resolver-query-log-configs'),
  host('dig NAME @169.254.169.253'),
];
const LICENCES = [host('slmgr /dlv'), host('route print')];
const ROUTES = [host('ip route'), host('ip neigh'), account('aws ec2 describe-route-tables')];
const CAPTURE = [host('tcpdump -ni any')];

/**
 * Every kind of traffic that leaves no record; the first row that matches is the answer. An own DNS server, public NTP
 * servers, an own KMS host and the target of traffic mirroring match none, and are logged as any traffic.
 */
export const NEVER_LOGGED = [
  {
    id: 'instance-metadata',
    code: 'never-logged-instance-metadata',
    match: { kind: 'addresses', blocks: ['169.254.169.254/32'], ...ANY },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: `${EC2}/instancedata-data-retrieval.html`,
    instead: METADATA,
  },
  {
    id: 'instance-metadata-ipv6',
    code: 'never-logged-instance-metadata',
    match: { kind: 'addresses', blocks: ['fd00:ec2::254/128'], ...ANY },
    basis: 'assumed',
    source: LIMITATIONS,
    addressSource: `${EC2}/instancedata-data-retrieval.html`,
    instead: METADATA,
  },
  {
    id: 'time-sync',
    code: 'never-logged-time-sync',
    match: { kind: 'addresses', blocks: ['169.254.169.123/32'], ...ANY },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: `${EC2}/configure-ec2-ntp.html`,
    instead: TIME,
  },
  {
    id: 'time-sync-ipv6',
    code: 'never-logged-time-sync',
    match: { kind: 'addresses', blocks: ['fd00:ec2::123/128'], ...ANY },
    basis: 'assumed',
    source: LIMITATIONS,
    addressSource: `${EC2}/configure-ec2-ntp.html`,
    instead: TIME,
  },
  {
    id: 'dhcp',
    code: 'never-logged-dhcp',
    match: { kind: 'ports', family: 4, protocol: UDP, ports: [67, 68] },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: `${VPC}/DHCPOptionSetConcepts.html`,
    instead: LEASES,
  },
  {
    // The ports are those of RFC 8415; AWS's list says "DHCP traffic" and nothing more.
    id: 'dhcp-ipv6',
    code: 'never-logged-dhcp',
    match: { kind: 'ports', family: 6, protocol: UDP, ports: [546, 547] },
    basis: 'assumed',
    source: LIMITATIONS,
    addressSource: `${VPC}/DHCPOptionSetConcepts.html`,
    instead: LEASES,
  },
  {
    id: 'amazon-dns',
    code: 'never-logged-amazon-dns',
    match: {
      kind: 'addresses',
      blocks: ['169.254.169.253/32', 'fd00:ec2::253/128'],
      protocols: [UDP, TCP],
      ports: [53],
    },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: DNS,
    instead: QUERIES,
  },
  {
    id: 'amazon-dns-of-the-vpc',
    code: 'never-logged-amazon-dns',
    match: { kind: 'reserved', of: 'primary-vpc-block', offset: 2, protocols: [UDP, TCP], ports: [53] },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: DNS,
    instead: QUERIES,
  },
  {
    id: 'windows-licensing',
    code: 'never-logged-windows-licensing',
    match: {
      kind: 'addresses',
      blocks: ['169.254.169.250/31', 'fd00:ec2::250/128'],
      protocols: [TCP],
      ports: [1688],
    },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: `${EC2}/common-messages.html`,
    instead: LICENCES,
  },
  {
    id: 'default-router',
    code: 'never-logged-default-router',
    match: { kind: 'reserved', of: 'subnet', offset: 1, ...ANY },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: SUBNETS,
    instead: ROUTES,
  },
  {
    id: 'default-router-link-local',
    code: 'never-logged-default-router',
    match: { kind: 'addresses', blocks: ['fe80:ec2::1/128'], ...ANY },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: SUBNETS,
    instead: ROUTES,
  },
  {
    id: 'mirrored',
    code: 'never-logged-mirrored',
    match: { kind: 'mirrored', protocol: UDP, port: 4789 },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource:
      'https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-network-limitations.html',
    instead: [account('aws ec2 describe-traffic-mirror-sessions')],
  },
  {
    id: 'endpoint-to-load-balancer',
    code: 'never-logged-endpoint-to-load-balancer',
    match: { kind: 'interface-types', types: ['vpc_endpoint', 'network_load_balancer'] },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: null,
    instead: [
      account('aws ec2 describe-vpc-endpoint-connections'),
      account('aws cloudwatch list-metrics --namespace AWS/PrivateLinkServices'),
    ],
  },
  {
    id: 'arp',
    code: 'never-logged-arp',
    match: { kind: 'not-ip' },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: null,
    instead: [host('ip neigh'), host('arp -a')],
  },
  {
    id: 'regional-nat-gateway',
    code: 'never-logged-regional-nat-gateway',
    match: { kind: 'deleted-regional-nat-gateway' },
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: null,
    instead: [account('aws ec2 describe-nat-gateways')],
  },
  {
    id: 'multicast',
    code: 'never-logged-multicast',
    match: { kind: 'transit-gateway-multicast', blocks: ['224.0.0.0/4', 'ff00::/8'] },
    basis: 'documented',
    source: 'https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html',
    addressSource: null,
    instead: [
      account('aws ec2 search-transit-gateway-multicast-groups --transit-gateway-multicast-domain-id ID'),
    ],
  },
  {
    // A flow log records network interfaces; these packets reach none.
    id: 'inside-the-host',
    code: 'never-logged-inside-the-host',
    match: { kind: 'inside-the-host', loopback: ['127.0.0.0/8', '::1/128'] },
    basis: 'assumed',
    source: RECORDS,
    addressSource: null,
    instead: CAPTURE,
  },
  {
    id: 'ecs-task-metadata',
    code: 'never-logged-link-local',
    match: { kind: 'addresses', blocks: ['169.254.170.2/32'], ...ANY },
    basis: 'assumed',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v2.html',
    addressSource:
      'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v2.html',
    instead: [host('curl -s "$ECS_CONTAINER_METADATA_URI_V4"'), account('aws ecs describe-tasks --tasks ID')],
  },
  {
    id: 'eks-pod-identity',
    code: 'never-logged-link-local',
    match: { kind: 'addresses', blocks: ['169.254.170.23/32', 'fd00:ec2::23/128'], ...ANY },
    basis: 'assumed',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html',
    addressSource: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html',
    instead: [
      account('aws eks list-pod-identity-associations --cluster-name NAME'),
      host('kubectl -n kube-system logs -l app.kubernetes.io/name=eks-pod-identity-agent'),
    ],
  },
  {
    // Windows AMIs bring a route to it; AWS does not say what answers there.
    id: 'unnamed-link-local',
    code: 'never-logged-link-local',
    match: { kind: 'addresses', blocks: ['169.254.169.249/32'], ...ANY },
    basis: 'observed',
    source: LINK_LOCAL,
    addressSource: null,
    instead: CAPTURE,
  },
  {
    // The default router's link-local address made of its hardware address lies in here, too.
    id: 'other-link-local',
    code: 'never-logged-link-local',
    match: { kind: 'addresses', blocks: ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::/32'], ...ANY },
    basis: 'assumed',
    source: LINK_LOCAL,
    addressSource: `${VPC}/VPC_Route_Tables.html`,
    instead: CAPTURE,
  },
] as const satisfies readonly NeverLogged[];
