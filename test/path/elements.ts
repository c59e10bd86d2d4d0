/** Every element that a way can have, with the scenarios that show it at work and broken. */
export type Element = {
  readonly element: string;
  readonly works: readonly string[];
  readonly broken: readonly string[];
};

export const ELEMENTS: readonly Element[] = [
  {
    element: 'same subnet',
    works: ['neighbours-in-one-subnet'],
    broken: ['neighbours-without-a-rule'],
  },
  {
    element: 'across subnets',
    works: ['across-two-subnets'],
    broken: ['replies-die-for-windows-clients'],
  },
  {
    element: 'own address',
    works: ['host-speaks-to-itself'],
    broken: ['host-speaks-to-its-public-address'],
  },
  {
    element: 'secondary address',
    works: ['secondary-address-is-reached'],
    broken: ['secondary-address-is-not-let-in'],
  },
  {
    element: 'delegated prefix',
    works: ['pod-in-a-delegated-prefix'],
    broken: ['pod-in-a-prefix-that-no-rule-names'],
  },
  {
    element: 'main route table',
    works: ['public-instance-reaches-the-internet'],
    broken: ['own-table-lacks-the-route-of-the-main-one'],
  },
  {
    element: 'longest prefix',
    works: ['longest-route-wins'],
    broken: ['longer-route-is-a-blackhole'],
  },
  {
    element: 'prefix list in a route',
    works: ['route-names-a-prefix-list'],
    broken: ['prefix-list-lacks-the-block'],
  },
  {
    element: 'blackhole route',
    works: ['internet-through-a-nat-gateway'],
    broken: ['route-to-a-deleted-nat-gateway'],
  },
  {
    element: 'replaced local route',
    works: ['local-route-leads-through-an-appliance'],
    broken: ['appliance-checks-source-and-destination'],
  },
  {
    element: 'gateway route table',
    works: ['inbound-traffic-through-a-middlebox'],
    broken: ['middlebox-behind-the-gateway-checks-addresses', 'middlebox-has-no-public-address'],
  },
  {
    element: 'internet gateway',
    works: ['internet-reaches-an-elastic-address'],
    broken: ['internet-gateway-is-detached'],
  },
  {
    element: 'public address',
    works: ['public-instance-reaches-the-internet'],
    broken: ['no-public-address-for-the-internet'],
  },
  {
    element: 'IPv6 over an internet gateway',
    works: ['ipv6-to-the-internet'],
    broken: ['ipv6-has-no-default-route'],
  },
  {
    element: 'egress-only internet gateway',
    works: ['ipv6-through-an-egress-only-gateway'],
    broken: ['egress-only-gateway-lets-nobody-in'],
  },
  {
    element: 'outbound SMTP',
    works: ['mail-leaves-on-the-submission-port'],
    broken: ['mail-leaves-on-port-25'],
  },
  {
    element: 'zonal NAT gateway',
    works: ['internet-through-a-nat-gateway'],
    broken: [
      'nat-gateway-in-the-private-subnet',
      'nat-gateway-replies-die-on-low-ports',
      'public-instance-answers-through-the-nat-gateway',
    ],
  },
  {
    element: 'private NAT gateway',
    works: ['private-nat-gateway-hides-a-network'],
    broken: ['private-nat-gateway-leads-to-the-internet'],
  },
  {
    element: 'regional NAT gateway',
    works: ['regional-nat-gateway'],
    broken: ['regional-nat-gateway-without-a-route'],
  },
  {
    element: 'NAT64',
    works: ['ipv6-host-reaches-an-ipv4-server'],
    broken: ['nat-gateway-carries-no-ipv6'],
  },
  {
    element: 'NAT instance',
    works: ['nat-instance-forwards'],
    broken: ['nat-instance-checks-source-and-destination'],
  },
  {
    element: 'VPC peering',
    works: ['peering-joins-two-vpcs'],
    broken: ['peering-is-pending', 'no-route-back-over-the-peering'],
  },
  {
    element: 'IPv6 over a peering connection',
    works: ['ipv6-over-a-peering-connection'],
    broken: ['ipv6-route-back-is-missing'],
  },
  {
    element: 'transit gateway attachment of a zone',
    works: ['attachment-serves-two-zones'],
    broken: ['attachment-misses-the-zone'],
  },
  {
    element: 'transit gateway association',
    works: ['transit-gateway-joins-two-vpcs'],
    broken: ['attachment-without-a-route-table'],
  },
  {
    element: 'transit gateway propagation',
    works: ['transit-gateway-joins-two-vpcs'],
    broken: ['transit-gateway-lacks-a-route'],
  },
  {
    element: 'transit gateway static route',
    works: ['static-route-of-a-transit-gateway'],
    broken: ['static-blackhole-of-a-transit-gateway'],
  },
  {
    element: 'network ACL of an attachment subnet',
    works: ['attachment-subnet-with-an-acl'],
    broken: ['attachment-subnet-denies-the-way-out'],
  },
  {
    element: 'security-group referencing over a transit gateway',
    works: ['group-of-the-other-vpc-is-known'],
    broken: ['references-are-off-on-the-transit-gateway'],
  },
  {
    element: 'transit gateway peering',
    works: ['transit-gateway-leads-to-another'],
    broken: ['no-route-to-the-other-transit-gateway'],
  },
  {
    element: 'interface endpoint',
    works: ['service-through-an-interface-endpoint'],
    broken: ['endpoint-lets-nobody-in', 'ping-to-an-interface-endpoint'],
  },
  {
    element: 'gateway endpoint',
    works: ['s3-through-a-gateway-endpoint'],
    broken: ['network-acl-forgets-the-addresses-of-s3'],
  },
  {
    element: 'Gateway Load Balancer endpoint',
    works: ['traffic-through-a-firewall-endpoint'],
    broken: ['network-acl-of-the-firewall-subnet-denies'],
  },
  {
    element: 'NLB with client address preservation',
    works: ['client-address-reaches-the-target'],
    broken: ['network-load-balancer-shows-the-client'],
  },
  {
    element: 'NLB without client address preservation',
    works: ['load-balancer-address-reaches-the-target'],
    broken: ['target-lets-in-the-client-alone'],
  },
  {
    element: 'NLB health checks',
    works: ['health-checks-pass'],
    broken: ['health-checks-find-a-closed-port'],
  },
  {
    element: 'ALB',
    works: ['application-load-balancer-is-two-flows'],
    broken: ['load-balancer-has-no-listener-on-the-port'],
  },
  {
    element: 'VPN',
    works: ['from-on-premises-over-a-vpn'],
    broken: ['no-route-back-to-the-data-centre'],
  },
  {
    element: 'Direct Connect',
    works: ['to-the-data-centre-over-direct-connect'],
    broken: ['data-centre-is-not-propagated'],
  },
  {
    element: 'Block Public Access, both directions',
    works: ['excluded-subnet-keeps-its-internet'],
    broken: ['all-public-access-is-blocked'],
  },
  {
    element: 'Block Public Access, ingress',
    works: ['nat-gateway-works-while-ingress-is-blocked'],
    broken: ['block-public-access-stops-the-reply'],
  },
  {
    element: 'Block Public Access, exclusions',
    works: ['exclusion-for-egress-lets-a-nat-gateway-work'],
    broken: ['exclusion-for-egress-lets-nobody-in'],
  },
  {
    element: 'encryption controls',
    works: ['encryption-is-only-monitored'],
    broken: ['endpoint-may-refuse-plain-text'],
  },
  {
    element: 'services that no filter sees',
    works: ['amazon-dns-passes-every-filter'],
    broken: ['own-dns-server-is-filtered'],
  },
];
