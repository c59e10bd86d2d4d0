import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestsFor } from '../../src/capture/coverage/create-flow-logs.js';
import type { Change } from '../../src/index.js';
import { commandsFor } from '../../src/render/remedy/aws-cli.js';
import { terraformFor } from '../../src/render/remedy/terraform.js';
import { wrapCommand } from '../../src/render/text/text-table.js';
import { runs } from '../arbitrary/runs.js';
import { twoEnds } from '../arbitrary/two-ends.js';
import { networkOf } from '../aws/read.js';
import { ALL_SEEN, explain } from '../diagnosis/simulator.js';

type Block = { readonly type: string; readonly args: Readonly<Record<string, string>> };

/** One resource block, read back argument by argument; quotes are taken off. */
const blockOf = (lines: readonly string[]): Block => {
  const [head = '', ...rest] = lines.filter((line) => !line.startsWith('#'));
  const type = /^resource "([a-z_]+)" "([A-Za-z_][A-Za-z0-9_]*)" \{$/.exec(head)?.[1];
  if (type === undefined || rest.at(-1) !== '}') throw new Error(lines.join('\n'));
  const args = rest.slice(0, -1).map((line) => {
    const match = /^ {2}([a-z0-9_]+) += (?:"(.*)"|(-?\d+|true|false))$/.exec(line);
    if (match === null) throw new Error(line);
    return [match[1] as string, match[2] ?? (match[3] as string)] as const;
  });
  return { type, args: Object.fromEntries(args) };
};

/** The options of a command; a shell would take the quotes off. */
const optionsOf = (command: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    command
      .split(/ --/)
      .slice(1)
      .map((option) => {
        const [name = '', ...value] = option.split(' ');
        return [name, value.join(' ').replaceAll("'", '')];
      }),
  );

const NAMES: Readonly<Record<string, string>> = { 6: 'tcp', 17: 'udp', 1: 'icmp', 58: 'icmpv6', '-1': '-1' };

/** What the command says, in the words of the provider's page. */
const asTerraform = (command: string): Block => {
  const options = optionsOf(command);
  if (command.includes('create-network-acl-entry')) {
    const [, from, to] = /^From=(\d+),To=(\d+)$/.exec(options['port-range'] ?? '') ?? [];
    const [, type, code] = /^Type=(-?\d+),Code=(-?\d+)$/.exec(options['icmp-type-code'] ?? '') ?? [];
    return {
      type: 'aws_network_acl_rule',
      args: {
        network_acl_id: options['network-acl-id'] as string,
        rule_number: options['rule-number'] as string,
        egress: String('egress' in options),
        protocol: NAMES[options.protocol as string] ?? (options.protocol as string),
        rule_action: options['rule-action'] as string,
        ...(options['cidr-block'] === undefined
          ? { ipv6_cidr_block: options['ipv6-cidr-block'] as string }
          : { cidr_block: options['cidr-block'] }),
        ...(from === undefined ? {} : { from_port: from, to_port: to as string }),
        ...(type === undefined ? {} : { icmp_type: type, icmp_code: code as string }),
      },
    };
  }
  const [, direction] = /authorize-security-group-(ingress|egress)/.exec(command) ?? [];
  const permissions = options['ip-permissions'] as string;
  const field = (name: string) => new RegExp(`(?:^|[,{])${name}=([^,}]+)`).exec(permissions)?.[1];
  const [four, six] = [field('CidrIp'), field('CidrIpv6')];
  return {
    type: `aws_vpc_security_group_${direction}_rule`,
    args: {
      security_group_id: options['group-id'] as string,
      ip_protocol: field('IpProtocol') as string,
      ...(field('FromPort') === undefined
        ? {}
        : { from_port: field('FromPort') as string, to_port: field('ToPort') as string }),
      ...(four === undefined ? { cidr_ipv6: six as string } : { cidr_ipv4: four }),
    },
  };
};

const isRule = ({ kind }: Change): boolean =>
  kind === 'add-network-acl-entry' || kind === 'add-security-group-rule';

describe('a change as Terraform', () => {
  it('says what the command says', () => {
    fc.assert(
      fc.property(twoEnds, (it) => {
        for (const { remedies } of explain(it, ALL_SEEN).report.findings)
          for (const change of remedies.flatMap(({ changes }) => changes).filter(isRule)) {
            const [command = ''] = commandsFor(change);
            expect(blockOf(terraformFor(change))).toEqual(asTerraform(command));
          }
      }),
      runs(60),
    );
  });

  it('writes flow logs one resource each, with fields that are no expressions', () => {
    const toBucket = networkOf({
      FlowLogs: [
        {
          FlowLogId: 'fl-1',
          ResourceId: 'eni-9',
          TrafficType: 'ALL',
          FlowLogStatus: 'ACTIVE',
          LogDestinationType: 's3',
          LogDestination: 'arn:aws:s3:::logs',
        },
      ],
    });
    const [request] = requestsFor(toBucket, ['eni-1', 'eni-2'], 'not-captured');
    const lines = terraformFor({
      kind: 'create-flow-logs',
      request: request as NonNullable<typeof request>,
    });
    const half = lines.indexOf('}') + 1;
    const [first, second] = [blockOf(lines.slice(0, half)), blockOf(lines.slice(half))];
    expect(first.args).toMatchObject({
      eni_id: 'eni-1',
      traffic_type: 'ALL',
      max_aggregation_interval: '60',
      log_destination_type: 's3',
      log_destination: 'arn:aws:s3:::logs',
    });
    expect(first.args.log_format).toMatch(/^\$\$\{version\} \$\$\{account-id\} /);
    expect(second).toEqual({ type: first.type, args: { ...first.args, eni_id: 'eni-2' } });
  });
});

describe('a command for a terminal', () => {
  it('is broken before options, into lines of 80 columns that a shell puts together again', () => {
    const command =
      'aws ec2 create-network-acl-entry --network-acl-id acl-0123456789abcdef0 --egress --rule-number 200 --protocol 6 --port-range From=32768,To=65535 --cidr-block 10.0.0.1/32';
    const lines = wrapCommand(command);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(74);
    expect(lines.map((line) => line.replace(/ \\$/, '').trim()).join(' ')).toBe(command);
  });

  it('stays whole where a quoted word looks like an option', () => {
    const command = "aws ec2 x --group-id 'sg --no' --more yes";
    expect(wrapCommand(command)).toEqual([command]);
  });
});
