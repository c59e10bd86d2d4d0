import type { NeverLoggedCode } from '../../capture/never-logged.js';
import type { Finding } from '../../diagnosis/finding.js';
import { trafficPhrase } from './ends.js';
import type { Wording } from './wording.js';

type Service = {
  readonly name: string;
  readonly where: string;
  readonly nearMiss: string;
  readonly lookAt: string;
};

const services: Readonly<Record<NeverLoggedCode, Service>> = {
  'never-logged-instance-metadata': {
    name: 'the instance metadata service',
    where: '169.254.169.254 (fd00:ec2::254 over IPv6)',
    nearMiss: 'Only this service is exempt; traffic to other addresses is logged.',
    lookAt:
      'On the instance: `curl -s -o /dev/null -w "%{http_code}\\n" http://169.254.169.254/` (401 means that IMDSv2 wants a token). In the account: `aws ec2 describe-instances --query "Reservations[].Instances[].MetadataOptions"` (HttpEndpoint, HttpTokens, HttpPutResponseHopLimit; containers need a hop limit of 2).',
  },
  'never-logged-time-sync': {
    name: 'the Amazon Time Sync Service',
    where: '169.254.169.123 (fd00:ec2::123 over IPv6)',
    nearMiss: 'Public NTP servers, time.aws.com included, are ordinary traffic and are logged.',
    lookAt: 'On the instance: `chronyc sources -v`, on Windows `w32tm /query /status`.',
  },
  'never-logged-dhcp': {
    name: 'DHCP',
    where: 'UDP ports 67 and 68 (546 and 547 for DHCPv6)',
    nearMiss: 'It is told by its ports alone, whatever the addresses.',
    lookAt:
      'On the instance: the lease of its DHCP client (`networkctl status`, `ipconfig /all`). In the account: `aws ec2 describe-dhcp-options`.',
  },
  'never-logged-amazon-dns': {
    name: 'the Amazon DNS server (Route 53 Resolver)',
    where: 'base + 2 of the VPC, 169.254.169.253 (fd00:ec2::253 over IPv6), port 53',
    nearMiss: 'Queries to a DNS server of your own are ordinary traffic and are logged.',
    lookAt:
      'Turn on Route 53 Resolver query logging; on the instance: `dig NAME @169.254.169.253`. Only Route 53 Resolver DNS Firewall can block these queries.',
  },
  'never-logged-windows-licensing': {
    name: 'Amazon Windows license activation',
    where: '169.254.169.250 and 169.254.169.251 (fd00:ec2::250 over IPv6), TCP port 1688',
    nearMiss: 'A KMS host of your own on port 1688 is ordinary traffic and is logged.',
    lookAt: 'On the instance: `slmgr /dlv`, and `route print` for the routes to 169.254.169.250 and .251.',
  },
};

const wordingOf = ({ name, where, nearMiss, lookAt }: Service): Wording => ({
  meaning: `Traffic to ${name} is never written to flow logs: ${where}.`,
  signature: 'No entry, whatever the flow log is set to.',
  advice: lookAt,
  headline: (finding: Finding) => `${trafficPhrase(finding)}: flow logs never record ${name}`,
  because: ({ neverLogged }) => [
    `This is ${name}: ${where}. The flow-log service writes no record of it, accepted or not, so an empty result says nothing about whether it works.`,
    'Security groups and network ACLs do not filter it either.',
    nearMiss,
    ...(neverLogged === null ? [] : [`AWS says so: ${neverLogged.source}`]),
  ],
  fix: () => [`Look elsewhere. ${lookAt}`],
});

export const neverLoggedWords: Readonly<Record<NeverLoggedCode, Wording>> = {
  'never-logged-instance-metadata': wordingOf(services['never-logged-instance-metadata']),
  'never-logged-time-sync': wordingOf(services['never-logged-time-sync']),
  'never-logged-dhcp': wordingOf(services['never-logged-dhcp']),
  'never-logged-amazon-dns': wordingOf(services['never-logged-amazon-dns']),
  'never-logged-windows-licensing': wordingOf(services['never-logged-windows-licensing']),
};
