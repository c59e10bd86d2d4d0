import type { CaptureState } from '../../capture/coverage/covered-point.js';
import type { LogQuestion, Unanswerable } from '../../capture/coverage/log-question.js';
import { listed, printable } from './phrase.js';

const questions: Readonly<Record<LogQuestion['id'], string>> = {
  'pair-records': 'which records belong to one conversation',
  verdict: 'what was accepted and what was rejected',
  silence: 'whether a time without records was quiet (NODATA), or records were lost (SKIPDATA)',
  initiator: 'who opened a TCP connection, whether it was answered, and whether the host refused it',
  direction: 'which way a record crossed the interface, where its addresses do not tell',
  'packet-addresses':
    'which addresses the packets carried: secondary addresses, pods, and what is behind NAT gateways and appliances',
  'reject-reason': 'whether VPC Block Public Access or encryption controls rejected it',
  'traffic-path': 'which way traffic left (internet gateway, gateway endpoint, peering, ...)',
  'aws-service': 'which AWS service a public address belongs to',
  placement: 'which VPC, subnet and instance recorded it, without describe-network-interfaces',
  'regional-nat-gateway': 'which regional NAT gateway recorded it',
  'next-hop': 'which interface comes next',
  encryption: 'whether the traffic was encrypted',
  container: 'which ECS service or task it was',
  'icmp-type': 'the type and code of ICMP',
  'deciding-rule':
    'which security group or network ACL rule decided; only the rules themselves tell, by describe-*',
};

/** `who opened ...: needs tcp-flags`. */
export const unanswerableSentence = ({ question, lacks }: Unanswerable): string =>
  lacks.length === 0
    ? `${questions[question.id]} (no field of any version tells)`
    : `${questions[question.id]}: ${listed(lacks)}`;

/** What AWS says of the errors of a delivery: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-troubleshooting.html */
const faults: Readonly<Record<string, string>> = {
  'Rate limited':
    'CloudWatch Logs throttles it, or the account has as many log groups as it may; ask for a higher quota',
  'Access error':
    'its IAM role lacks the permission to publish, or does not trust vpc-flow-logs.amazonaws.com',
  'Unknown error': 'an internal error of the flow-log service',
};

/** `Access error (its IAM role lacks ...)` */
export const faultPhrase = (fault: string): string => {
  const meaning = faults[fault];
  return meaning === undefined ? printable(fault) : `${fault} (${meaning})`;
};

const states: Readonly<Record<CaptureState, string>> = {
  all: 'all',
  accept: 'only ACCEPT',
  reject: 'only REJECT',
  'not-captured': 'NOT CAPTURED',
  'not-delivered': 'NOT DELIVERED',
  unknown: 'not known',
};

export const stateWord = (state: CaptureState): string => states[state];
