import { describe, expect, it } from 'vitest';
import { print } from '../../../src/address/cidr.js';
import { canBeAskedFor } from '../../../src/aws/call.js';
import type { Network } from '../../../src/network/network.js';
import { problemSentence } from '../../../src/render/words/problem-words.js';
import { networkOf, read } from '../read.js';

type Fields = Readonly<Record<string, unknown>>;
type Written = readonly [type: string, values: Fields, more?: Fields];

const state = (...resources: readonly Written[]) => ({
  version: 4,
  terraform_version: '1.7.0',
  lineage: 'x',
  resources: resources.map(([type, attributes, more = {}], i) => ({
    mode: 'managed',
    type,
    name: `r${i}`,
    provider: 'provider.aws',
    instances: [{ attributes, ...more }],
  })),
});

const group = (values: Fields = {}): Written => [
  'aws_security_group',
  { id: 'sg-1', name: 'web', vpc_id: 'vpc-1', ingress: [], egress: [], ...values },
];

const block = (values: Fields = {}): Fields => ({
  protocol: 'tcp',
  from_port: 443,
  to_port: 443,
  cidr_blocks: ['0.0.0.0/0'],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  description: '',
  ...values,
});

const sg = (network: Network) => network.securityGroups.get('sg-1');
const peersOf = (network: Network) =>
  sg(network)?.ingress?.map(({ peer }) => (peer.kind === 'cidr' ? print(peer.cidr) : peer.id));

describe('rules of a security group in Terraform', () => {
  it.each([
    ['-1 with ports 0 and 0', { protocol: '-1', from_port: 0, to_port: 0 }, { protocol: 'all', ports: null }],
    ['all', { protocol: 'all', from_port: 0, to_port: 0 }, { protocol: 'all', ports: null }],
    [
      'a number as text',
      { protocol: '17', from_port: 53, to_port: 53 },
      { protocol: 17, ports: { from: 53, to: 53 } },
    ],
    ['a protocol without ports', { protocol: '5', from_port: 0, to_port: 0 }, { protocol: 5, ports: null }],
    [
      'icmp with type and code',
      { protocol: 'icmp', from_port: 8, to_port: -1 },
      { protocol: 1, icmp: { type: 8, code: 'any' } },
    ],
    [
      'null for lists that are not used',
      { ipv6_cidr_blocks: null, security_groups: null, self: null },
      { protocol: 6 },
    ],
  ])('%s', (_, values, rule) => {
    expect(sg(networkOf(state(group({ ingress: [block(values)] }))))?.ingress).toMatchObject([rule]);
  });

  it('name other groups, also of other accounts, and themselves', () => {
    const ingress = [block({ cidr_blocks: [], security_groups: ['sg-2', '222233334444/sg-3'], self: true })];
    expect(sg(networkOf(state(group({ ingress }))))?.ingress).toMatchObject([
      { peer: { id: 'sg-1' } },
      { peer: { id: 'sg-2', ownerId: null } },
      { peer: { id: 'sg-3', ownerId: '222233334444' } },
    ]);
  });

  it('name the load balancers of EC2-Classic by their own account', () => {
    const ingress = [block({ cidr_blocks: [], security_groups: ['amazon-elb/amazon-elb-sg'] })];
    expect(sg(networkOf(state(group({ ingress }))))?.ingress).toMatchObject([
      { peer: { id: 'amazon-elb-sg', ownerId: 'amazon-elb' } },
    ]);
  });

  it('of their own have one of four sources each, and null for the ports of all traffic', () => {
    const one = (id: string, source: Fields): Written => [
      'aws_vpc_security_group_egress_rule',
      { id, security_group_id: 'sg-1', ip_protocol: '-1', from_port: null, to_port: null, ...source },
    ];
    const { egress } =
      sg(
        networkOf(
          state(
            group(),
            one('sgr-1', { cidr_ipv4: '10.0.0.0/8', cidr_ipv6: null }),
            one('sgr-2', { cidr_ipv6: '2001:db8::/32' }),
            one('sgr-3', { prefix_list_id: 'pl-1' }),
            one('sgr-4', { referenced_security_group_id: 'sg-2' }),
          ),
        ),
      ) ?? {};
    expect(egress?.map(({ peer }) => peer.kind).sort()).toEqual([
      'cidr',
      'cidr',
      'prefix-list',
      'security-group',
    ]);
    expect(egress?.every(({ protocol, ports }) => protocol === 'all' && ports === null)).toBe(true);
  });

  it('of the older resource may be egress, of the group itself or of another one', () => {
    const one = (id: string, more: Fields): Written => [
      'aws_security_group_rule',
      {
        id,
        type: 'egress',
        protocol: 'tcp',
        from_port: 443,
        to_port: 443,
        security_group_id: 'sg-1',
        ...more,
      },
    ];
    const it = sg(
      networkOf(
        state(
          group(),
          one('sgrule-1', { self: true }),
          one('sgrule-2', { self: false, source_security_group_id: 'sg-2' }),
        ),
      ),
    );
    expect(it?.ingress).toEqual([]);
    expect(it?.egress).toMatchObject([{ peer: { id: 'sg-1' } }, { peer: { id: 'sg-2' } }]);
  });

  it('count once when a refreshed group lists those of other resources', () => {
    const separate: Written = [
      'aws_security_group_rule',
      {
        id: 'sgrule-1',
        type: 'ingress',
        protocol: '6',
        from_port: 443,
        to_port: 443,
        cidr_blocks: ['0.0.0.0/0', '10.0.0.0/8'],
        ipv6_cidr_blocks: null,
        self: false,
        source_security_group_id: null,
        security_group_id: 'sg-1',
        description: 'x',
      },
    ];
    const single: Written = [
      'aws_vpc_security_group_ingress_rule',
      {
        id: 'sgr-1',
        security_group_id: 'sg-1',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
        cidr_ipv4: '0.0.0.0/0',
      },
    ];
    const network = networkOf(state(group({ ingress: [block()] }), separate, single));
    expect(peersOf(network)?.sort()).toEqual(['0.0.0.0/0', '10.0.0.0/8']);
  });

  it('have no egress unless it is written', () => {
    expect(sg(networkOf(state(group())))?.egress).toEqual([]);
  });

  it('of the default group are read', () => {
    const network = networkOf(
      state(['aws_default_security_group', { ...group()[1], ingress: [block({ self: true })] }]),
    );
    expect(peersOf(network)?.sort()).toEqual(['0.0.0.0/0', 'sg-1']);
  });

  it('whose group is elsewhere leave a gap and no group', () => {
    const { network } = read(
      state([
        'aws_vpc_security_group_egress_rule',
        { id: 'sgr-1', security_group_id: 'sg-9', ip_protocol: '-1', cidr_ipv4: '0.0.0.0/0' },
      ]),
    );
    expect(network.securityGroups.size).toBe(0);
    expect(network.gaps).toContainEqual({
      kind: 'security-group',
      id: 'sg-9',
      needs: 'aws ec2 describe-security-groups --group-ids sg-9',
      reason: 'not-given',
    });
  });
});

describe('what stands in a Terraform state', () => {
  it('is read of resources in use only', () => {
    const deposed = state([...group(), { deposed: 'abcd' }] as unknown as Written);
    expect(networkOf(deposed).securityGroups.size).toBe(0);
  });

  it('is not read of data sources, which are named', () => {
    const document = state(group());
    const [resource] = document.resources;
    const { network, problems } = read({ ...document, resources: [{ ...resource, mode: 'data' }] });
    expect(network.securityGroups.size).toBe(0);
    expect(problems).toMatchObject([{ kind: 'unread-types', types: ['data.aws_security_group'] }]);
  });

  it('is not read of data sources of version 3 either', () => {
    const { network, problems } = read({
      version: 3,
      terraform_version: '0.11.14',
      modules: [
        {
          path: ['root'],
          resources: {
            'data.aws_subnet_ids.all': {
              type: 'aws_subnet_ids',
              primary: { id: 'vpc-1', attributes: { id: 'vpc-1', 'ids.#': '1', 'ids.1': 'subnet-1' } },
            },
          },
        },
      ],
    });
    expect(network.subnets.size).toBe(0);
    expect(problems).toMatchObject([{ kind: 'unread-types', types: ['data.aws_subnet_ids'] }]);
  });

  it.each([
    'provider.aws',
    'provider["registry.terraform.io/hashicorp/aws"]',
    'module.x.provider.aws',
    'provider["registry.terraform.io/hashicorp/aws"].west',
  ])('is read whatever its provider is called: %s', (provider) => {
    const document = state(group());
    const resources = document.resources.map((it) => ({ ...it, module: 'module.x', provider }));
    expect(networkOf({ ...document, resources }).securityGroups.size).toBe(1);
  });

  it('may be counted by number or by name, each an instance of its own', () => {
    const document = state(group());
    const instances = [0, 1, 'a', 'b'].map((index_key) => ({
      index_key,
      attributes: { vpc_id: 'vpc-1', ingress: [], egress: [] },
    }));
    const resources = document.resources.map((it) => ({ ...it, module: 'module.x', instances }));
    expect([...networkOf({ ...document, resources }).securityGroups.keys()].sort()).toEqual([
      'module.x.aws_security_group.r0["a"]',
      'module.x.aws_security_group.r0["b"]',
      'module.x.aws_security_group.r0[0]',
      'module.x.aws_security_group.r0[1]',
    ]);
  });

  it('is named where it bears on the network and is not read, and left alone where it does not', () => {
    const { problems } = read(state(['aws_vpn_connection', { id: 'vpn-1' }], ['aws_iam_role', { id: 'x' }]));
    expect(problems).toMatchObject([{ kind: 'unread-types', types: ['aws_vpn_connection'] }]);
  });

  it('is never said to be all there is', () => {
    const { given, gaps } = networkOf(state(group()));
    expect(given.size).toBe(0);
    expect(gaps).toMatchObject([{ kind: 'security-group', id: null, reason: 'not-stated' }]);
  });

  it('may be flat in version 4 too, as when it was migrated', () => {
    const flat = {
      ...state(),
      resources: [
        {
          mode: 'managed',
          type: 'aws_security_group',
          name: 'a',
          module: 'module.x',
          instances: [
            {
              index_key: 'k',
              attributes_flat: {
                id: 'sg-1',
                'ingress.#': '1',
                'ingress.2214680975.protocol': 'tcp',
                'ingress.2214680975.from_port': '80',
                'ingress.2214680975.to_port': '80',
                'ingress.2214680975.self': 'false',
                'ingress.2214680975.cidr_blocks.#': '1',
                'ingress.2214680975.cidr_blocks.0': '0.0.0.0/0',
                'ingress.2214680975.security_groups.#': '0',
                'egress.#': '0',
              },
            },
          ],
        },
      ],
    };
    const network = networkOf(flat);
    expect(peersOf(network)).toEqual(['0.0.0.0/0']);
    expect(sg(network)?.egress).toEqual([]);
  });
});

describe('network ACLs of Terraform', () => {
  const rule = (rule_no: number, values: Fields = {}): Fields => ({
    rule_no,
    action: 'allow',
    protocol: 'tcp',
    from_port: 80,
    to_port: 80,
    cidr_block: '0.0.0.0/0',
    ipv6_cidr_block: '',
    icmp_type: 0,
    icmp_code: 0,
    ...values,
  });
  const acl = (values: Fields = {}): Written => [
    'aws_network_acl',
    { id: 'acl-1', vpc_id: 'vpc-1', subnet_ids: ['subnet-1'], ingress: [], egress: [], ...values },
  ];
  const of = (network: Network, id = 'acl-1') => network.networkAcls.get(id);

  it('have entries inside and in resources of their own, each once, and the final denies filled in', () => {
    const network = networkOf(
      state(
        acl({ ingress: [rule(100)], egress: [rule(100, { protocol: '-1', from_port: 0, to_port: 0 })] }),
        [
          'aws_network_acl_rule',
          {
            id: 'n-1',
            network_acl_id: 'acl-1',
            egress: false,
            rule_number: 100,
            rule_action: 'allow',
            protocol: '6',
            from_port: 80,
            to_port: 80,
            cidr_block: '0.0.0.0/0',
          },
        ],
        [
          'aws_network_acl_rule',
          {
            id: 'n-2',
            network_acl_id: 'acl-1',
            egress: false,
            rule_number: 110,
            rule_action: 'DENY',
            protocol: 'icmp',
            icmp_type: '8',
            icmp_code: '-1',
            ipv6_cidr_block: null,
            cidr_block: '10.0.0.0/8',
          },
        ],
      ),
    );
    expect(of(network)?.entries).toMatchObject([
      { number: 100, direction: 'ingress', protocol: 6, ports: { from: 80, to: 80 } },
      { number: 110, direction: 'ingress', action: 'deny', protocol: 1, icmp: { type: 8, code: 'any' } },
      { number: 32767, direction: 'ingress', filledIn: true },
      { number: 100, direction: 'egress', protocol: 'all', ports: null, icmp: null },
      { number: 32767, direction: 'egress', filledIn: true },
    ]);
  });

  it.each([
    ['empty', { cidr_block: '', ipv6_cidr_block: '::/0' }, '::/0'],
    ['null', { cidr_block: null, ipv6_cidr_block: '::/0' }, '::/0'],
    ['empty the other way round', { cidr_block: '0.0.0.0/0', ipv6_cidr_block: '' }, '0.0.0.0/0'],
  ])('have one block in each entry, the other is %s', (_, values, expected) => {
    const entries = of(networkOf(state(acl({ ingress: [rule(100, values)] }))))?.entries ?? [];
    expect(entries.filter(({ number }) => number === 100).map(({ cidr }) => print(cidr))).toEqual([expected]);
  });

  it('lose a subnet of the default ACL that another one was given', () => {
    const network = networkOf(
      state(
        acl({ subnet_ids: [] }),
        ['aws_default_network_acl', { ...acl()[1], id: 'acl-0', subnet_ids: ['subnet-1', 'subnet-2'] }],
        ['aws_network_acl_association', { id: 'a-1', network_acl_id: 'acl-1', subnet_id: 'subnet-1' }],
      ),
    );
    expect(of(network, 'acl-0')).toMatchObject({ isDefault: true, subnetIds: ['subnet-2'] });
    expect(of(network)?.subnetIds).toEqual(['subnet-1']);
  });
});

describe('routes of Terraform', () => {
  const nothing = {
    gateway_id: '',
    nat_gateway_id: '',
    instance_id: '',
    ipv6_cidr_block: '',
    destination_prefix_list_id: '',
  };
  const table = (values: Fields = {}): Written => [
    'aws_route_table',
    { id: 'rtb-1', vpc_id: 'vpc-1', propagating_vgws: [], route: [], ...values },
  ];
  const vpc: Written = ['aws_vpc', { id: 'vpc-1', cidr_block: '10.0.0.0/16', main_route_table_id: 'rtb-0' }];

  it('stand inside and in resources of their own, each once, with the local ones filled in', () => {
    const network = networkOf(
      state(
        vpc,
        table({ route: [{ ...nothing, cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' }] }),
        [
          'aws_route',
          {
            id: 'r-1',
            route_table_id: 'rtb-1',
            destination_cidr_block: '0.0.0.0/0',
            gateway_id: 'igw-1',
            state: 'active',
          },
        ],
        [
          'aws_route',
          {
            id: 'r-2',
            route_table_id: 'rtb-1',
            destination_cidr_block: '10.1.0.0/16',
            vpc_peering_connection_id: 'pcx-1',
          },
        ],
        [
          'aws_route_table_association',
          { id: 'a-1', route_table_id: 'rtb-1', subnet_id: 'subnet-1', gateway_id: '' },
        ],
        [
          'aws_vpc_endpoint',
          {
            id: 'vpce-1',
            vpc_id: 'vpc-1',
            vpc_endpoint_type: 'Gateway',
            route_table_ids: ['rtb-1'],
            prefix_list_id: 'pl-1',
            cidr_blocks: ['52.218.0.0/17'],
            service_name: 's3',
          },
        ],
      ),
    );
    const found = network.routeTables.get('rtb-1');
    expect(found).toMatchObject({ isMain: false, subnetIds: ['subnet-1'] });
    expect(
      found?.routes
        .map(({ destination, target, filledIn }) => [
          destination.kind === 'cidr' ? print(destination.cidr) : destination.id,
          target.kind,
          filledIn === true,
        ])
        .sort(),
    ).toEqual([
      ['0.0.0.0/0', 'internet-gateway', false],
      ['10.0.0.0/16', 'local', true],
      ['10.1.0.0/16', 'vpc-peering-connection', false],
      ['pl-1', 'vpc-endpoint', false],
    ]);
    expect(network.prefixLists.get('pl-1')?.entries).toHaveLength(1);
  });

  it.each([
    ['the default table', [['aws_default_route_table', { ...table()[1], id: 'rtb-0' }]], 'rtb-0'],
    ['the one the VPC names', [vpc, ['aws_route_table', { ...table()[1], id: 'rtb-0' }]], 'rtb-0'],
    [
      'the one that was made so',
      [
        vpc,
        table(),
        ['aws_main_route_table_association', { id: 'm', vpc_id: 'vpc-1', route_table_id: 'rtb-1' }],
      ],
      'rtb-1',
    ],
  ] as readonly (readonly [string, readonly Written[], string])[])(
    'the main table is %s',
    (_, resources, id) => {
      const { routeTables } = networkOf(state(...resources));
      expect([...routeTables.values()].filter(({ isMain }) => isMain).map((it) => it.id)).toEqual([id]);
    },
  );

  it('may steer what a gateway brings in', () => {
    const association: Written = [
      'aws_route_table_association',
      { id: 'a-1', route_table_id: 'rtb-1', subnet_id: '', gateway_id: 'igw-1' },
    ];
    expect(networkOf(state(table(), association)).routeTables.get('rtb-1')).toMatchObject({
      gatewayIds: ['igw-1'],
      subnetIds: [],
    });
  });

  it('that a gateway propagates are a gap', () => {
    const { gaps } = networkOf(state(table({ propagating_vgws: ['vgw-1'] })));
    expect(gaps).toContainEqual({
      kind: 'routes',
      id: 'rtb-1',
      needs: 'aws ec2 describe-route-tables --route-table-ids rtb-1',
      reason: 'not-given',
    });
  });
});

describe('every other resource of Terraform that the model has', () => {
  it('is read', () => {
    const network = networkOf(
      state(
        [
          'aws_vpc',
          {
            id: 'vpc-1',
            cidr_block: '10.0.0.0/16',
            ipv6_cidr_block: '',
            dhcp_options_id: 'dopt-0',
            owner_id: '1',
          },
        ],
        ['aws_vpc_ipv4_cidr_block_association', { id: 'c-1', vpc_id: 'vpc-1', cidr_block: '10.1.0.0/16' }],
        ['aws_vpc_dhcp_options', { id: 'dopt-1', domain_name_servers: ['10.0.0.5'], ntp_servers: [] }],
        ['aws_vpc_dhcp_options_association', { id: 'd-1', vpc_id: 'vpc-1', dhcp_options_id: 'dopt-1' }],
        [
          'aws_subnet',
          { id: 'subnet-1', vpc_id: 'vpc-1', cidr_block: '10.0.1.0/24', ipv6_cidr_block: '2001:db8::/64' },
        ],
        [
          'aws_network_interface',
          {
            id: 'eni-1',
            subnet_id: 'subnet-1',
            private_ip: '10.0.1.4',
            private_ips: ['10.0.1.5', '10.0.1.4'],
            security_groups: ['sg-1'],
            attachment: [{ instance: 'i-1', device_index: 1 }],
            ipv4_prefixes: ['10.0.1.16/28'],
          },
        ],
        [
          'aws_network_interface_sg_attachment',
          { id: 's-1', network_interface_id: 'eni-1', security_group_id: 'sg-2' },
        ],
        [
          'aws_eip',
          { id: 'eipalloc-1', public_ip: '203.0.113.4', network_interface: 'eni-1', private_ip: '10.0.1.5' },
        ],
        [
          'aws_instance',
          {
            id: 'i-1',
            subnet_id: 'subnet-1',
            private_ip: '10.0.1.9',
            public_ip: '203.0.113.9',
            primary_network_interface_id: 'eni-9',
            vpc_security_group_ids: ['sg-1'],
            secondary_private_ips: [],
            ipv6_addresses: [],
            source_dest_check: false,
            instance_state: 'running',
          },
        ],
        ['aws_internet_gateway', { id: 'igw-1', vpc_id: 'vpc-1' }],
        ['aws_egress_only_internet_gateway', { id: 'eigw-1', vpc_id: 'vpc-1' }],
        [
          'aws_nat_gateway',
          {
            id: 'nat-1',
            subnet_id: 'subnet-1',
            private_ip: '10.0.1.7',
            public_ip: '203.0.113.7',
            network_interface_id: 'eni-7',
            connectivity_type: 'public',
          },
        ],
        [
          'aws_vpc_peering_connection',
          { id: 'pcx-1', vpc_id: 'vpc-1', peer_vpc_id: 'vpc-2', accept_status: 'pending-acceptance' },
        ],
        ['aws_vpc_peering_connection_accepter', { id: 'pcx-1', accept_status: 'active' }],
        [
          'aws_ec2_managed_prefix_list',
          {
            id: 'pl-1',
            name: 'offices',
            address_family: 'IPv4',
            max_entries: 5,
            entry: [{ cidr: '192.0.2.0/24' }],
          },
        ],
        ['aws_ec2_managed_prefix_list_entry', { id: 'e-1', prefix_list_id: 'pl-1', cidr: '198.51.100.0/24' }],
        [
          'aws_ec2_transit_gateway',
          {
            id: 'tgw-1',
            security_group_referencing_support: 'enable',
            association_default_route_table_id: 'tgw-rtb-0',
          },
        ],
        [
          'aws_ec2_transit_gateway_vpc_attachment',
          {
            id: 'tgw-attach-1',
            transit_gateway_id: 'tgw-1',
            vpc_id: 'vpc-1',
            subnet_ids: ['subnet-1'],
            appliance_mode_support: 'disable',
          },
        ],
        ['aws_ec2_transit_gateway_route_table', { id: 'tgw-rtb-1', transit_gateway_id: 'tgw-1' }],
        [
          'aws_ec2_transit_gateway_route_table_association',
          {
            id: 'x',
            transit_gateway_attachment_id: 'tgw-attach-1',
            transit_gateway_route_table_id: 'tgw-rtb-1',
          },
        ],
        [
          'aws_ec2_transit_gateway_route',
          {
            id: 'y',
            transit_gateway_route_table_id: 'tgw-rtb-1',
            destination_cidr_block: '10.9.0.0/16',
            transit_gateway_attachment_id: 'tgw-attach-1',
            blackhole: false,
          },
        ],
        [
          'aws_flow_log',
          {
            id: 'fl-1',
            vpc_id: 'vpc-1',
            traffic_type: 'ALL',
            log_format: '$' + '{version} $' + '{srcaddr}',
            max_aggregation_interval: 60,
            log_destination_type: 's3',
            log_destination: 'arn:aws:s3:::bucket',
            destination_options: [{ file_format: 'parquet', per_hour_partition: true }],
          },
        ],
        [
          'aws_lb',
          {
            id: 'arn:lb',
            arn: 'arn:lb',
            name: 'web',
            load_balancer_type: 'network',
            internal: true,
            subnets: ['subnet-1'],
            security_groups: ['sg-1'],
            vpc_id: 'vpc-1',
          },
        ],
        [
          'aws_lb_target_group',
          {
            id: 'arn:tg',
            name: 'web',
            port: 80,
            protocol: 'TCP',
            vpc_id: 'vpc-1',
            target_type: 'ip',
            preserve_client_ip: 'false',
            health_check: [{ port: 'traffic-port', protocol: 'TCP' }],
          },
        ],
        [
          'aws_vpc_security_group_vpc_association',
          { security_group_id: 'sg-1', vpc_id: 'vpc-2', state: 'associated' },
        ],
        [
          'aws_vpc_block_public_access_options',
          {
            id: 'o',
            aws_account_id: '1',
            aws_region: 'eu-west-1',
            internet_gateway_block_mode: 'block-ingress',
          },
        ],
        [
          'aws_vpc_block_public_access_exclusion',
          { id: 'x-1', internet_gateway_exclusion_mode: 'allow-egress', subnet_id: 'subnet-1' },
        ],
      ),
    );
    expect(network.vpcs.get('vpc-1')).toMatchObject({ dhcpOptionsId: 'dopt-1', ownerId: '1' });
    expect(network.vpcs.get('vpc-1')?.cidrs.map(print)).toEqual(['10.0.0.0/16', '10.1.0.0/16']);
    expect(network.subnets.get('subnet-1')?.cidrs.map(print)).toEqual(['10.0.1.0/24', '2001:db8::/64']);
    expect(network.interfaces.get('eni-1')).toMatchObject({
      vpcId: 'vpc-1',
      instanceId: 'i-1',
      securityGroupIds: ['sg-1', 'sg-2'],
      associations: [{ privateAddress: { value: 0x0a000105 }, publicAddress: { value: 0xcb007104 } }],
    });
    expect(network.interfaces.get('eni-1')?.privateAddresses).toHaveLength(2);
    expect(network.interfaces.get('eni-9')).toMatchObject({
      instanceId: 'i-1',
      sourceDestCheck: false,
      securityGroupIds: ['sg-1'],
    });
    expect(network.interfaces.get('eni-9')?.publicAddresses).toHaveLength(1);
    expect(network.instances.get('i-1')).toMatchObject({ vpcId: 'vpc-1', platform: null, state: 'running' });
    expect(network.internetGateways.get('igw-1')?.vpcIds).toEqual(['vpc-1']);
    expect(network.internetGateways.get('eigw-1')?.egressOnly).toBe(true);
    expect(network.natGateways.get('nat-1')).toMatchObject({
      vpcId: 'vpc-1',
      addresses: [{ interfaceId: 'eni-7' }],
    });
    expect(network.peeringConnections.get('pcx-1')).toMatchObject({
      status: 'active',
      accepter: { vpcId: 'vpc-2' },
    });
    expect(network.prefixLists.get('pl-1')?.entries).toHaveLength(2);
    expect(network.transitGateways.get('tgw-1')?.securityGroupReferencing).toBe(true);
    expect(network.transitGatewayAttachments.get('tgw-attach-1')).toMatchObject({
      subnetIds: ['subnet-1'],
      applianceMode: false,
      routeTableId: 'tgw-rtb-1',
    });
    expect(network.transitGatewayRouteTables.get('tgw-rtb-1')).toMatchObject({ routes: null });
    expect(network.flowLogs.get('fl-1')).toMatchObject({
      resourceId: 'vpc-1',
      logFormat: ['version', 'srcaddr'],
      destination: 's3',
      destinationArn: 'arn:aws:s3:::bucket',
      fileOptions: { fileFormat: 'parquet', hiveCompatiblePartitions: false, perHourPartition: true },
    });
    expect(network.loadBalancers.get('arn:lb')).toMatchObject({ type: 'network', scheme: 'internal' });
    expect(network.targetGroups.get('arn:tg')).toMatchObject({
      preservesClientIp: false,
      healthCheckPort: 'traffic-port',
    });
    expect(network.securityGroupAssociations.size).toBe(1);
    expect([...network.blockPublicAccess.values()]).toMatchObject([{ mode: 'block-ingress' }]);
    expect(network.blockPublicAccessExclusions.get('x-1')?.resourceId).toBe('subnet-1');
  });
});

describe('a plan', () => {
  type Planned = {
    readonly type: string;
    readonly name: string;
    readonly after: Fields;
    readonly unknown?: unknown;
    readonly actions?: readonly string[];
  };

  const plan = (resources: readonly Planned[], expressions: Readonly<Record<string, Fields>> = {}) => ({
    format_version: '1.1',
    terraform_version: '1.7.0',
    planned_values: {
      root_module: {
        resources: resources.map(({ type, name, after }) => ({
          address: `${type}.${name}`,
          mode: 'managed',
          type,
          name,
          values: after,
        })),
      },
    },
    resource_changes: resources.map(({ type, name, after, unknown = {}, actions = ['create'] }) => ({
      address: `${type}.${name}`,
      change: { actions, before: null, after, after_unknown: unknown },
    })),
    configuration: {
      root_module: {
        resources: Object.entries(expressions).map(([address, it]) => ({ address, expressions: it })),
      },
    },
  });

  it('knows what is written, by the address of what has no id yet', () => {
    const { securityGroups } = networkOf(
      plan([
        {
          type: 'aws_security_group',
          name: 'web',
          after: { name: 'web', ingress: [block()], egress: [] },
          unknown: { id: true, vpc_id: true },
        },
      ]),
    );
    expect(securityGroups.get('aws_security_group.web')).toMatchObject({ vpcId: null, egress: [] });
    expect(securityGroups.get('aws_security_group.web')?.ingress).toHaveLength(1);
  });

  it.each(['0.1', '0.2', '1.0', '1.1', '1.2'])('of format %s is read', (format_version) => {
    const it = plan([{ type: 'aws_security_group', name: 'web', after: group()[1] }]);
    expect(networkOf({ ...it, format_version }).securityGroups.size).toBe(1);
  });

  it.each([['create'], ['update'], ['no-op'], ['read'], ['delete', 'create'], ['create', 'delete']])(
    'tells what is after %s and %s',
    (...actions) => {
      const { securityGroups } = networkOf(
        plan([{ type: 'aws_security_group', name: 'web', after: group({ name: 'after' })[1], actions }]),
      );
      expect(securityGroups.get('sg-1')?.name).toBe('after');
    },
  );

  it('has nothing of what will be forgotten, of the state before, or of data sources', () => {
    const written = (type: string, mode: string, values: Fields) => ({
      address: `${type}.x`,
      mode,
      type,
      name: 'x',
      values,
    });
    const { network, problems } = read({
      ...plan([]),
      planned_values: {
        root_module: { resources: [written('aws_subnet_ids', 'data', { id: 'vpc-1', ids: ['subnet-1'] })] },
      },
      prior_state: {
        values: { root_module: { resources: [written('aws_security_group', 'managed', group()[1])] } },
      },
      resource_changes: [
        {
          address: 'aws_security_group.x',
          change: { actions: ['forget'], before: group()[1], after: null, after_unknown: {} },
        },
      ],
    });
    expect([network.securityGroups.size, network.subnets.size]).toEqual([0, 0]);
    expect(problems).toMatchObject([{ kind: 'unread-types', types: ['data.aws_subnet_ids'] }]);
  });

  it('does not take what is unknown for empty', () => {
    const { securityGroups, networkAcls, gaps } = networkOf(
      plan([
        {
          type: 'aws_security_group',
          name: 'web',
          after: { name: 'web' },
          unknown: { id: true, ingress: true, egress: true },
        },
        {
          type: 'aws_network_acl',
          name: 'a',
          after: { ingress: [] },
          unknown: { id: true, egress: true, subnet_ids: true },
        },
        { type: 'aws_route_table', name: 't', after: {}, unknown: { id: true, route: true } },
        { type: 'aws_ec2_managed_prefix_list', name: 'p', after: {}, unknown: { id: true, entry: true } },
      ]),
    );
    expect(securityGroups.get('aws_security_group.web')).toMatchObject({ ingress: null, egress: null });
    expect(networkAcls.get('aws_network_acl.a')?.subnetIds).toEqual([]);
    const needs = 'terraform apply, then terraform show -json';
    for (const [kind, id] of [
      ['unmodelled-rule', 'aws_security_group.web'],
      ['unmodelled-rule', 'aws_network_acl.a'],
      ['network-acl', 'aws_network_acl.a'],
      ['routes', 'aws_route_table.t'],
      ['prefix-list-entries', 'aws_ec2_managed_prefix_list.p'],
    ])
      expect(gaps).toContainEqual({ kind, id, needs, reason: 'not-stated' });
  });

  it('asks AWS for nothing that is not made yet', () => {
    const { gaps } = networkOf(
      plan(
        [
          { type: 'aws_security_group', name: 'web', after: {}, unknown: { id: true, ingress: true } },
          {
            type: 'aws_network_interface',
            name: 'e',
            after: {},
            unknown: { id: true, private_ips: true, security_groups: true },
          },
        ],
        { 'aws_network_interface.e': { security_groups: { references: ['aws_security_group.web.id'] } } },
      ),
    );
    const needs = 'terraform apply, then terraform show -json';
    for (const [kind, id] of [
      ['interface', 'aws_network_interface.e'],
      ['security-group', 'aws_security_group.web'],
    ])
      expect(gaps).toContainEqual({ kind, id, needs, reason: 'not-stated' });
    expect(canBeAskedFor('aws_network_interface.e')).toBe(false);
    expect(canBeAskedFor('module.a["b"].aws_subnet.c[0]')).toBe(false);
    expect(canBeAskedFor('eni-1')).toBe(true);
  });

  it('keeps the known rules beside one whose source is unknown, and says that something is', () => {
    const { securityGroups, gaps } = networkOf(
      plan([
        {
          type: 'aws_security_group',
          name: 'web',
          after: {
            id: 'sg-1',
            ingress: [block(), block({ from_port: 80, to_port: 80, cidr_blocks: [] })],
            egress: [],
          },
          unknown: { ingress: [{}, { security_groups: true }] },
          actions: ['update'],
        },
      ]),
    );
    expect(securityGroups.get('sg-1')?.ingress).toHaveLength(1);
    expect(gaps).toContainEqual(expect.objectContaining({ kind: 'unmodelled-rule', id: 'sg-1' }));
  });

  it('finds by its configuration what an unknown id will be the id of', () => {
    const { securityGroups, subnets } = networkOf(
      plan(
        [
          { type: 'aws_vpc', name: 'main', after: { cidr_block: '10.0.0.0/16' }, unknown: { id: true } },
          {
            type: 'aws_subnet',
            name: 'a',
            after: { cidr_block: '10.0.1.0/24' },
            unknown: { id: true, vpc_id: true },
          },
          {
            type: 'aws_subnet',
            name: 'b',
            after: { cidr_block: '10.0.2.0/24' },
            unknown: { id: true, vpc_id: true },
          },
          {
            type: 'aws_security_group',
            name: 'web',
            after: { ingress: [], egress: [] },
            unknown: { id: true },
          },
          {
            type: 'aws_vpc_security_group_ingress_rule',
            name: 'r',
            after: { ip_protocol: 'tcp', from_port: 80, to_port: 80, cidr_ipv4: '0.0.0.0/0' },
            unknown: { id: true, security_group_id: true },
          },
        ],
        {
          'aws_subnet.a': { vpc_id: { references: ['aws_vpc.main.id', 'aws_vpc.main'] } },
          'aws_subnet.b': { vpc_id: { references: ['var.vpc_id'] } },
          'aws_vpc_security_group_ingress_rule.r': {
            security_group_id: { references: ['aws_security_group.web.id', 'aws_security_group.web'] },
          },
        },
      ),
    );
    expect(subnets.get('aws_subnet.a')?.vpcId).toBe('aws_vpc.main');
    expect(subnets.get('aws_subnet.b')?.vpcId).toBeNull();
    expect(securityGroups.get('aws_security_group.web')?.ingress).toHaveLength(1);
  });

  it('with a rule of an unknown group leaves every group open', () => {
    const { gaps } = networkOf(
      plan([
        { type: 'aws_security_group', name: 'web', after: { id: 'sg-1', ingress: [], egress: [] } },
        {
          type: 'aws_security_group_rule',
          name: 'r',
          after: { type: 'ingress', protocol: 'tcp', from_port: 80, to_port: 80, cidr_blocks: ['0.0.0.0/0'] },
          unknown: { security_group_id: true },
        },
      ]),
    );
    expect(gaps).toContainEqual(expect.objectContaining({ kind: 'unmodelled-rule', id: 'sg-1' }));
  });

  it('has nothing of what will be destroyed, and everything in modules', () => {
    const document = plan([]);
    const { securityGroups } = networkOf({
      ...document,
      planned_values: {
        root_module: {
          child_modules: [
            {
              address: 'module.a',
              child_modules: [
                {
                  address: 'module.a.module.b',
                  resources: [
                    {
                      address: 'module.a.module.b.aws_security_group.x',
                      mode: 'managed',
                      type: 'aws_security_group',
                      values: { id: 'sg-1', ingress: [], egress: [] },
                    },
                  ],
                },
              ],
            },
          ],
        },
      },
      resource_changes: [
        {
          address: 'aws_security_group.gone',
          change: { actions: ['delete'], before: { id: 'sg-2' }, after: null, after_unknown: {} },
        },
      ],
    });
    expect([...securityGroups.keys()]).toEqual(['sg-1']);
  });
});

describe('a secret in a Terraform file', () => {
  const SECRET = 'hunter2-s3cr3t';
  const document = state(
    group({ ingress: [block()], egress: [block()] }),
    [
      'aws_network_acl',
      {
        id: 'acl-1',
        vpc_id: 'vpc-1',
        subnet_ids: ['subnet-1'],
        ingress: [
          { rule_no: 1, action: 'allow', protocol: 'tcp', from_port: 1, to_port: 2, cidr_block: '0.0.0.0/0' },
        ],
        egress: [],
      },
    ],
    ['aws_subnet', { id: 'subnet-1', vpc_id: 'vpc-1', cidr_block: '10.0.0.0/24' }],
    [
      'aws_instance',
      {
        id: 'i-1',
        user_data: 'x',
        password_data: 'x',
        private_ip: '10.0.0.4',
        primary_network_interface_id: 'eni-1',
      },
    ],
    ['aws_db_instance', { id: 'db', password: 'x', tags: { a: 'x' } }],
    ['aws_vpn_connection', { id: 'vpn', tunnel1_preshared_key: 'x' }],
    ['aws_flow_log', { id: 'fl-1', vpc_id: 'vpc-1', traffic_type: 'ALL', max_aggregation_interval: 60 }],
    ['aws_nat_gateway', { id: 'nat-1', connectivity_type: 'public', private_ip: '10.0.0.5' }],
    ['aws_lb', { id: 'arn:lb', load_balancer_type: 'network', internal: true, subnets: ['subnet-1'] }],
  );

  /** The document once for each text in it, with the secret in its place. */
  const planted = (value: unknown): readonly unknown[] => {
    if (typeof value === 'string') return [SECRET];
    if (Array.isArray(value))
      return value.flatMap((item, i) =>
        planted(item).map((one) => value.map((old, j) => (i === j ? one : old))),
      );
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, item]) =>
      planted(item).map((one) => ({ ...value, [key]: one })),
    );
  };

  it('is in no problem, wherever it stands', () => {
    const documents = planted(document).filter((one) =>
      (one as typeof document).resources.every(({ type }) => type !== SECRET),
    );
    expect(documents.length).toBeGreaterThan(50);
    let problems = 0;
    for (const one of documents) {
      const found = read(one).problems;
      problems += found.length;
      for (const problem of found) {
        expect(JSON.stringify(problem)).not.toContain(SECRET);
        expect(problemSentence(problem)).not.toContain(SECRET);
      }
    }
    expect(problems).toBeGreaterThan(documents.length);
  });
});
