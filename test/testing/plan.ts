/** What `terraform show -json` prints of a plan: an app, a batch job and a database in a VPC with a way to the internet. */

type Values = Readonly<Record<string, unknown>>;

const resource = (type: string, name: string, values: Values) => ({
  address: `${type}.${name}`,
  mode: 'managed',
  type,
  name,
  provider_name: 'registry.terraform.io/hashicorp/aws',
  schema_version: 1,
  values: { id: name, ...values },
});

export const rule = (more: Values): Values => ({
  protocol: 'tcp',
  from_port: 5432,
  to_port: 5432,
  cidr_blocks: [],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  description: '',
  ...more,
});

export const entry = (more: Values): Values => ({
  rule_no: 100,
  action: 'allow',
  protocol: '-1',
  from_port: 0,
  to_port: 0,
  cidr_block: '0.0.0.0/0',
  ipv6_cidr_block: '',
  icmp_type: 0,
  icmp_code: 0,
  ...more,
});

const all = rule({ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] });

const subnet = (name: string, block: string, egress: readonly Values[]) => [
  resource('aws_subnet', `subnet-${name}`, { vpc_id: 'vpc-1', cidr_block: block }),
  resource('aws_network_acl', `acl-${name}`, {
    vpc_id: 'vpc-1',
    subnet_ids: [`subnet-${name}`],
    ingress: [entry({})],
    egress,
  }),
  resource('aws_route_table_association', `rtbassoc-${name}`, {
    route_table_id: 'rtb-1',
    subnet_id: `subnet-${name}`,
  }),
];

const machine = (name: string, subnetName: string, address: string, ingress: readonly Values[]) => [
  resource('aws_security_group', `sg-${name}`, { name, vpc_id: 'vpc-1', ingress, egress: [all] }),
  resource('aws_network_interface', `eni-${name}`, {
    subnet_id: `subnet-${subnetName}`,
    private_ips: [address],
    security_groups: [`sg-${name}`],
  }),
];

/** The database's inbound rules, and the outbound entries of its subnet, are what the change is about. */
export const planWith = (ingress: readonly Values[], egress: readonly Values[] = [entry({})]) => ({
  format_version: '1.2',
  terraform_version: '1.9.0',
  planned_values: {
    root_module: {
      resources: [
        resource('aws_vpc', 'vpc-1', { cidr_block: '10.0.0.0/16' }),
        resource('aws_internet_gateway', 'igw-1', { vpc_id: 'vpc-1' }),
        resource('aws_route_table', 'rtb-1', {
          vpc_id: 'vpc-1',
          route: [{ cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' }],
        }),
        ...subnet('app', '10.0.1.0/24', [entry({})]),
        ...subnet('db', '10.0.2.0/24', egress),
        ...machine('app', 'app', '10.0.1.10', []),
        ...machine('batch', 'app', '10.0.1.30', []),
        ...machine('db', 'db', '10.0.2.20', ingress),
      ],
    },
  },
});
