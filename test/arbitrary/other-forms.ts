import type { AwsIpPermission, AwsNetworkAclEntry, AwsNetworkInterface, AwsWorld } from '../oracle/filter.js';

/**
 * One network in the other forms that people have: flat rules, items of AWS Config, files of Terraform. Each form is
 * written from its own documentation, and says as much of the world as it can.
 */

const ACCOUNT = '111122223333';
const SUBNET_IDS = ['subnet-1'];

export type Fields = Readonly<Record<string, unknown>>;

/** Terraform and AWS Config know nothing of the status of a peering connection inside a rule, and the world has none. */
export const withoutPeering = (world: AwsWorld): AwsWorld => {
  const plain = (permission: AwsIpPermission): AwsIpPermission => ({
    ...permission,
    UserIdGroupPairs: permission.UserIdGroupPairs.map(({ GroupId }) => ({ GroupId })),
  });
  return {
    ...world,
    SecurityGroups: world.SecurityGroups.map((group) => ({
      ...group,
      IpPermissions: group.IpPermissions.map(plain),
      IpPermissionsEgress: group.IpPermissionsEgress.map(plain),
    })),
  };
};

const VPC = {
  VpcId: 'vpc-1',
  CidrBlock: '10.0.0.0/16',
  Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/56' }],
};
const SUBNETS = SUBNET_IDS.map((SubnetId) => ({
  SubnetId,
  VpcId: 'vpc-1',
  CidrBlock: '10.0.1.0/24',
  Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:0:1::/64' }],
}));

export const asAnswers = (world: AwsWorld): readonly unknown[] => [
  { Vpcs: [VPC] },
  { Subnets: SUBNETS },
  { SecurityGroups: world.SecurityGroups },
  { NetworkAcls: world.NetworkAcls },
  { NetworkInterfaces: world.NetworkInterfaces },
  {
    PrefixLists: (world.PrefixLists ?? []).map(({ PrefixListId, Entries }) => ({
      PrefixListId,
      Cidrs: Entries.map(({ Cidr }) => Cidr),
    })),
  },
];

// The flat view of the rules: describe-security-group-rules.

const flatRows = (GroupId: string, IsEgress: boolean, permission: AwsIpPermission): readonly Fields[] => {
  const match = {
    GroupId,
    IsEgress,
    IpProtocol: permission.IpProtocol,
    FromPort: permission.FromPort ?? -1,
    ToPort: permission.ToPort ?? -1,
  };
  return [
    ...permission.IpRanges.map(({ CidrIp }) => ({ ...match, CidrIpv4: CidrIp })),
    ...permission.Ipv6Ranges.map(({ CidrIpv6 }) => ({ ...match, CidrIpv6 })),
    ...permission.PrefixListIds.map(({ PrefixListId }) => ({ ...match, PrefixListId })),
    ...permission.UserIdGroupPairs.map((pair) => ({
      ...match,
      ReferencedGroupInfo: { GroupId: pair.GroupId },
    })),
  ];
};

export const asFlatRules = (world: AwsWorld): readonly unknown[] => [
  ...asAnswers(world).filter((answer) => !('SecurityGroups' in (answer as Fields))),
  {
    SecurityGroupRules: world.SecurityGroups.flatMap((group) => [
      ...group.IpPermissions.flatMap((one) => flatRows(group.GroupId, false, one)),
      ...group.IpPermissionsEgress.flatMap((one) => flatRows(group.GroupId, true, one)),
    ]).map((row, i) => ({ SecurityGroupRuleId: `sgr-${i}`, ...row })),
  },
];

// AWS Config: camelCase, IPv4 ranges twice, all kinds in one list.

export const camelCase = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(camelCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), camelCase(item)]),
  );
};

const doubled = (permissions: readonly AwsIpPermission[]): readonly unknown[] =>
  permissions.map((permission) => ({
    ...(camelCase(permission) as Fields),
    ipRanges: permission.IpRanges.map(({ CidrIp }) => CidrIp),
    ipv4Ranges: permission.IpRanges.map(({ CidrIp }) => ({ cidrIp: CidrIp })),
  }));

export const itemOf = (
  resourceType: string,
  resourceId: string,
  configuration: unknown,
  asText: boolean,
): Fields => ({
  resourceType,
  resourceId,
  awsAccountId: ACCOUNT,
  awsRegion: 'eu-west-1',
  configurationItemStatus: 'OK',
  configurationItemCaptureTime: '2024-05-01T00:00:00.000Z',
  configuration: asText ? JSON.stringify(configuration) : configuration,
});

/** AWS Config writes the rules of a group as EC2's older answers do. */
export const groupItems = (groups: AwsWorld['SecurityGroups'], asText: boolean): readonly Fields[] =>
  groups.map((group) =>
    itemOf(
      'AWS::EC2::SecurityGroup',
      group.GroupId,
      {
        ...(camelCase(group) as Fields),
        ipPermissions: doubled(group.IpPermissions),
        ipPermissionsEgress: doubled(group.IpPermissionsEgress),
      },
      asText,
    ),
  );

export const asConfigItems = (world: AwsWorld, asText: boolean): readonly unknown[] => [
  {
    fileVersion: '1.0',
    configSnapshotId: 'x',
    configurationItems: [
      ...groupItems(world.SecurityGroups, asText),
      itemOf(
        'AWS::EC2::VPC',
        'vpc-1',
        { ...(camelCase(VPC) as Fields), state: { value: 'available' } },
        asText,
      ),
      ...SUBNETS.map((it) => itemOf('AWS::EC2::Subnet', it.SubnetId, camelCase(it), asText)),
      ...world.NetworkAcls.map((it) =>
        itemOf('AWS::EC2::NetworkAcl', it.NetworkAclId, camelCase(it), asText),
      ),
      ...(world.PrefixLists ?? []).map((it) => itemOf('AWS::EC2::PrefixList', it.PrefixListId, it, asText)),
      ...world.NetworkInterfaces.map((it) =>
        itemOf('AWS::EC2::NetworkInterface', it.NetworkInterfaceId, camelCase(it), asText),
      ),
    ],
  },
];

// Terraform: every rule in one of its homes, attributes by its own names.

export type Resource = { readonly type: string; readonly name: string; readonly values: Fields };

const ruleBlock = (id: string, permission: AwsIpPermission): Fields => ({
  protocol: permission.IpProtocol,
  from_port: permission.IpProtocol === '-1' ? 0 : (permission.FromPort ?? 0),
  to_port: permission.IpProtocol === '-1' ? 0 : (permission.ToPort ?? 0),
  cidr_blocks: permission.IpRanges.map(({ CidrIp }) => CidrIp),
  ipv6_cidr_blocks: permission.Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
  prefix_list_ids: permission.PrefixListIds.map(({ PrefixListId }) => PrefixListId),
  security_groups: permission.UserIdGroupPairs.map(({ GroupId }) => GroupId).filter((one) => one !== id),
  self: permission.UserIdGroupPairs.some(({ GroupId }) => GroupId === id),
  description: '',
});

/** Where the rules of a group are written. */
export type Home = 'inline' | 'rule-resources' | 'single-rules' | 'inline-and-rule-resources';
export const HOMES: readonly Home[] = [
  'inline',
  'rule-resources',
  'single-rules',
  'inline-and-rule-resources',
];

const separateRule = (
  group: string,
  type: string,
  permission: AwsIpPermission,
  n: number,
): readonly Resource[] => {
  const { security_groups, self, ...block } = ruleBlock(group, permission);
  const rule = { ...block, type, security_group_id: group };
  const peers: readonly Fields[] = [
    { ...rule, source_security_group_id: null, self },
    ...(security_groups as string[]).map((one) => ({
      ...rule,
      cidr_blocks: null,
      ipv6_cidr_blocks: null,
      prefix_list_ids: null,
      self: false,
      source_security_group_id: one,
    })),
  ];
  return peers.map((values, i) => ({
    type: 'aws_security_group_rule',
    name: `${type}_${n}_${i}`,
    values: { id: `sgrule-${group}-${type}-${n}-${i}`, ...values },
  }));
};

const singleRules = (
  group: string,
  type: string,
  permission: AwsIpPermission,
  n: number,
): readonly Resource[] => {
  const match = {
    security_group_id: group,
    ip_protocol: permission.IpProtocol,
    from_port: permission.FromPort ?? null,
    to_port: permission.ToPort ?? null,
    description: null,
  };
  const none = { cidr_ipv4: null, cidr_ipv6: null, prefix_list_id: null, referenced_security_group_id: null };
  return [
    ...permission.IpRanges.map(({ CidrIp }) => ({ ...none, cidr_ipv4: CidrIp })),
    ...permission.Ipv6Ranges.map(({ CidrIpv6 }) => ({ ...none, cidr_ipv6: CidrIpv6 })),
    ...permission.PrefixListIds.map(({ PrefixListId }) => ({ ...none, prefix_list_id: PrefixListId })),
    ...permission.UserIdGroupPairs.map(({ GroupId }) => ({ ...none, referenced_security_group_id: GroupId })),
  ].map((peer, i) => ({
    type: `aws_vpc_security_group_${type}_rule`,
    name: `${type}_${n}_${i}`,
    values: { id: `sgr-${group}-${type}-${n}-${i}`, ...match, ...peer },
  }));
};

export const groupResources = (world: AwsWorld, home: Home): readonly Resource[] =>
  world.SecurityGroups.flatMap((group) => {
    const id = group.GroupId;
    const sides = [
      ['ingress', group.IpPermissions],
      ['egress', group.IpPermissionsEgress],
    ] as const;
    const inline = (permissions: readonly AwsIpPermission[]) =>
      home.startsWith('inline') ? permissions.map((one) => ruleBlock(id, one)) : [];
    const write = home === 'single-rules' ? singleRules : separateRule;
    return [
      {
        type: 'aws_security_group',
        name: id,
        values: {
          id,
          name: id,
          vpc_id: group.VpcId,
          owner_id: group.OwnerId,
          ingress: inline(group.IpPermissions),
          egress: inline(group.IpPermissionsEgress),
        },
      },
      ...(home === 'inline'
        ? []
        : sides.flatMap(([type, permissions]) => permissions.flatMap((one, n) => write(id, type, one, n)))),
    ];
  });

const NAMES: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp' };

/** A protocol is kept as it was written until it is read back: by name, then by number. */
const entryBlock = (row: AwsNetworkAclEntry, byName: boolean): Fields => ({
  rule_no: row.RuleNumber,
  action: row.RuleAction,
  protocol: byName ? (NAMES[row.Protocol] ?? row.Protocol) : row.Protocol,
  from_port: row.PortRange?.From ?? 0,
  to_port: row.PortRange?.To ?? (row.Protocol === '6' ? 65535 : 0),
  cidr_block: row.CidrBlock ?? '',
  ipv6_cidr_block: row.Ipv6CidrBlock ?? '',
  icmp_type: row.IcmpTypeCode?.Type ?? 0,
  icmp_code: row.IcmpTypeCode?.Code ?? 0,
});

export const aclResources = (world: AwsWorld, separate: boolean): readonly Resource[] =>
  world.NetworkAcls.flatMap((acl) => {
    const rows = acl.Entries.filter((row) => row.RuleNumber < 32767);
    const of = (egress: boolean) =>
      rows.filter((row) => row.Egress === egress).map((row) => entryBlock(row, egress));
    return [
      {
        type: 'aws_network_acl',
        name: acl.NetworkAclId,
        values: {
          id: acl.NetworkAclId,
          vpc_id: acl.VpcId,
          subnet_ids: separate ? [] : acl.Associations.map(({ SubnetId }) => SubnetId),
          ingress: separate ? [] : of(false),
          egress: separate ? [] : of(true),
        },
      },
      ...(separate
        ? [
            ...rows.map((row, n): Resource => {
              const { rule_no, action, ...block } = entryBlock(row, false);
              return {
                type: 'aws_network_acl_rule',
                name: `rule_${n}`,
                values: {
                  ...block,
                  id: `nacl-${n}`,
                  rule_number: rule_no,
                  rule_action: action,
                  egress: row.Egress,
                  network_acl_id: acl.NetworkAclId,
                },
              };
            }),
            ...acl.Associations.map(
              ({ SubnetId }): Resource => ({
                type: 'aws_network_acl_association',
                name: SubnetId,
                values: { id: 'aclassoc-1', subnet_id: SubnetId, network_acl_id: acl.NetworkAclId },
              }),
            ),
          ]
        : []),
    ];
  });

const interfaceResource = (it: AwsNetworkInterface): Resource => ({
  type: 'aws_network_interface',
  name: it.NetworkInterfaceId,
  values: {
    id: it.NetworkInterfaceId,
    subnet_id: it.SubnetId,
    owner_id: it.OwnerId,
    private_ip: it.PrivateIpAddresses[0]?.PrivateIpAddress,
    private_ips: it.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
    ipv6_addresses: it.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
    ipv4_prefixes: (it.Ipv4Prefixes ?? []).map(({ Ipv4Prefix }) => Ipv4Prefix),
    ipv6_prefixes: (it.Ipv6Prefixes ?? []).map(({ Ipv6Prefix }) => Ipv6Prefix),
    security_groups: it.Groups.map(({ GroupId }) => GroupId),
    attachment: [],
  },
});

const terraformResources = (world: AwsWorld, home: Home): readonly Resource[] => [
  {
    type: 'aws_vpc',
    name: 'main',
    values: { id: 'vpc-1', cidr_block: VPC.CidrBlock, ipv6_cidr_block: '2001:db8::/56' },
  },
  ...SUBNETS.map(
    (it): Resource => ({
      type: 'aws_subnet',
      name: it.SubnetId,
      values: {
        id: it.SubnetId,
        vpc_id: it.VpcId,
        cidr_block: it.CidrBlock,
        ipv6_cidr_block: '2001:db8:0:1::/64',
      },
    }),
  ),
  ...groupResources(world, home),
  ...aclResources(world, home !== 'inline'),
  ...world.NetworkInterfaces.map(interfaceResource),
  ...(world.PrefixLists ?? []).map(
    ({ PrefixListId, Entries }): Resource => ({
      type: 'aws_ec2_managed_prefix_list',
      name: PrefixListId,
      values: { id: PrefixListId, entry: Entries.map(({ Cidr }) => ({ cidr: Cidr, description: '' })) },
    }),
  ),
];

/** A state file. */
export const stateOf = (resources: readonly Resource[]): readonly unknown[] => [
  {
    version: 4,
    terraform_version: '1.7.0',
    serial: 3,
    lineage: 'x',
    resources: resources.map(({ type, name, values }) => ({
      mode: 'managed',
      type,
      name,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [{ schema_version: 1, attributes: values }],
    })),
  },
];

export const asTerraformState = (world: AwsWorld, home: Home): readonly unknown[] =>
  stateOf(terraformResources(world, home));

/** `terraform show -json` of a state, all in a module. */
export const shownOf = (resources: readonly Resource[]): readonly unknown[] => [
  {
    format_version: '1.0',
    terraform_version: '1.7.0',
    values: {
      root_module: {
        resources: [],
        child_modules: [
          {
            address: 'module.net',
            resources: resources.map(({ type, name, values }) => ({
              address: `module.net.${type}.${name}`,
              mode: 'managed',
              type,
              name,
              values,
            })),
          },
        ],
      },
    },
  },
];

export const asTerraformShow = (world: AwsWorld, home: Home): readonly unknown[] =>
  shownOf(terraformResources(world, home));

/** One text for each leaf, and the hash of a set's element in its place. */
const flattened = (value: unknown, path: string): readonly (readonly [string, string])[] => {
  if (Array.isArray(value))
    return [
      [`${path}.#`, String(value.length)],
      ...value.flatMap((item, i) => flattened(item, `${path}.${i * 7919 + 1000}`)),
    ];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) =>
      flattened(item, path === '' ? key : `${path}.${key}`),
    );
  return value === null || value === undefined ? [] : [[path, String(value)]];
};

/** A state file of version 3. */
export const oldStateOf = (resources: readonly Resource[]): readonly unknown[] => [
  {
    version: 3,
    terraform_version: '0.11.14',
    modules: [
      {
        path: ['root'],
        resources: Object.fromEntries(
          resources.map(({ type, name, values }) => [
            `${type}.${name}`,
            { type, primary: { id: values.id, attributes: Object.fromEntries(flattened(values, '')) } },
          ]),
        ),
      },
    ],
  },
];

export const asOldTerraformState = (world: AwsWorld): readonly unknown[] =>
  oldStateOf(terraformResources(world, 'inline'));
