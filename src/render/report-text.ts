import type { ResourceKind } from '../network/network.js';
import { problemTotal } from '../problem/problem-log.js';
import type { Report } from '../troubleshoot.js';
import { findingText, moreFindings } from './finding-text.js';
import { gapSentence } from './gap-words.js';
import { problemSentence } from './problem-words.js';
import { listed, plural, time, wrap } from './text-table.js';

/** More than this many nobody reads on a screen; JSON has them all. */
const MOST_FINDINGS = 25;
const MOST_PROBLEMS = 10;

const KINDS: readonly (readonly [ResourceKind, string])[] = [
  ['interfaces', 'interface'],
  ['securityGroups', 'security group'],
  ['networkAcls', 'network ACL'],
  ['subnets', 'subnet'],
  ['vpcs', 'VPC'],
  ['instances', 'instance'],
  ['routeTables', 'route table'],
  ['prefixLists', 'prefix list'],
  ['peeringConnections', 'peering connection'],
  ['natGateways', 'NAT gateway'],
  ['internetGateways', 'internet gateway'],
  ['vpcEndpoints', 'VPC endpoint'],
  ['transitGateways', 'transit gateway'],
  ['transitGatewayAttachments', 'transit gateway attachment'],
  ['transitGatewayRouteTables', 'transit gateway route table'],
  ['loadBalancers', 'load balancer'],
  ['targetGroups', 'target group'],
  ['securityGroupAssociations', 'security group association'],
  ['blockPublicAccess', 'Block Public Access setting'],
  ['blockPublicAccessExclusions', 'Block Public Access exclusion'],
  ['encryptionControls', 'encryption control'],
  ['dhcpOptions', 'DHCP option set'],
  ['flowLogs', 'flow log'],
];

const inputLine = ({ records, window, network }: Report): readonly string[] => {
  const counted = [
    `${plural(records.ok, 'record')} with traffic`,
    ...(records.nodata > 0 ? [`${plural(records.nodata, 'window')} without (NODATA)`] : []),
    ...(records.skipdata > 0 ? [`${plural(records.skipdata, 'window')} with records lost (SKIPDATA)`] : []),
    ...(records.malformed > 0 ? [`${plural(records.malformed, 'unreadable line')}`] : []),
  ].join(', ');
  const when = window === null ? '' : `, ${time(window.start)} to ${time(window.end)}`;
  const configuration =
    network === null
      ? 'no configuration'
      : `configuration of ${listed(KINDS.flatMap(([kind, word]) => (network[kind] > 0 ? [plural(network[kind], word)] : [])))}`;
  return wrap(`Read ${counted}${when}; ${configuration}.`, '');
};

const passedLines = ({ passed, oneLeg, findings }: Report): readonly string[] => {
  const told = findings.some(({ outcome }) => outcome === 'allowed');
  if (told) return [];
  return [
    ...(passed.conversations > 0
      ? [`${plural(passed.conversations, 'conversation')} passed both ways.`]
      : []),
    ...(oneLeg.conversations > 0
      ? wrap(
          `${plural(oneLeg.conversations, 'conversation')} with one accepted leg recorded, for a harmless reason (--all shows them).`,
          '',
        )
      : []),
  ];
};

const assumptionLines = ({ findings }: Report): readonly string[] => {
  const assumed = new Set(findings.flatMap(({ assumes }) => assumes));
  return [
    ...(assumed.has('configuration-in-force')
      ? ['Assumed: the configuration given was in force when the records were written.']
      : []),
    ...(assumed.has('routes-not-read')
      ? ['Assumed: routes lead to the addresses outside the input; route tables are not read.']
      : []),
  ];
};

const emptyLines = ({ records, findings }: Report): readonly string[] =>
  records.ok > 0 || findings.length > 0
    ? []
    : wrap('No flow log record with traffic was read. Put the flow log beside the configuration.', '');

const problemLines = ({ problems }: Report): readonly string[] => {
  const total = problemTotal(problems);
  if (total === 0) return [];
  const shown = problems.first.slice(0, MOST_PROBLEMS);
  return [
    `${plural(total, 'problem')} with the input; everything else was used:`,
    ...shown.map((problem) => `  ${problemSentence(problem)}`),
    ...(total > shown.length ? [`  ... and ${total - shown.length} more.`] : []),
  ];
};

/** The whole report for people, ending in a newline. */
export const reportText = (report: Report): string => {
  const shown = report.findings.slice(0, MOST_FINDINGS);
  const more = report.findings.length - shown.length;
  const paragraphs = [
    ...shown.map(findingText),
    ...(more > 0 ? [[moreFindings(more)]] : []),
    emptyLines(report),
    passedLines(report),
    report.gaps.length === 0
      ? []
      : ['The configuration is incomplete:', ...report.gaps.map((gap) => `  ${gapSentence(gap)}`)],
    problemLines(report),
    [...inputLine(report), ...assumptionLines(report)],
  ].filter((lines) => lines.length > 0);
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
