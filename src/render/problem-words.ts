import type {
  ForeignContent,
  InvalidJson,
  Problem,
  SubjectKind,
  UnpairableReason,
} from '../problem/problem.js';
import { listed, printable } from './text-table.js';

const foreign: Readonly<Record<ForeignContent, string>> = {
  'html-page': 'an HTML page, perhaps an error page that was saved as the answer',
  'aws-table': 'table output of the AWS CLI; run the command again with --output json',
  'aws-text': 'text output of the AWS CLI; run the command again with --output json',
  yaml: 'YAML; run the AWS CLI command again with --output json',
  zip: 'a zip archive; unpack it first',
  bzip2: 'bzip2 data; decompress it first',
  zstd: 'zstd data; decompress it first',
  binary: 'binary data',
};

const nearlyJson: Readonly<Record<InvalidJson, string>> = {
  'trailing-comma': 'there is a comma too many before it',
  'cut-off': 'the file ends too early; save the whole answer again',
  'single-quotes': 'JSON wants double quotes',
  'several-documents': 'several JSON documents follow each other; give each a file of its own',
};

const LACKS: Readonly<Record<UnpairableReason, string>> = {
  'observation-point':
    'they do not say which interface they were recorded at. The format of the flow log needs the field interface-id',
  addresses:
    'they hold no IP addresses. The format of the flow log needs srcaddr and dstaddr (or pkt-srcaddr and pkt-dstaddr)',
  protocol: 'they do not say the protocol. The format of the flow log needs the field protocol',
  times: 'they do not say when. The format of the flow log needs the fields start and end',
};

const CUT = 120;
const quoted = (text: string): string =>
  `"${printable(text.length > CUT ? `${text.slice(0, CUT - 3)}...` : text)}"`;

/** How content begins, where it begins with something that can be shown. */
const beginning = (text: string): string => (text.trim() === '' ? '' : ` It begins ${quoted(text)}.`);

const fields = (count: number): string => `${count} ${count === 1 ? 'field' : 'fields'}`;

const what = (problem: Problem): string => {
  switch (problem.kind) {
    case 'too-few-fields':
    case 'too-many-fields':
      return `expected ${fields(problem.expected)} as the format says, found ${problem.found}: ${quoted(problem.text)}. The line was left out.`;
    case 'bad-field-value':
      return `${problem.field} should be ${problem.expected}, found ${quoted(problem.value)}. The line was left out.`;
    case 'line-too-long':
      return `the line is longer than ${problem.limit} bytes, which no record is. It was left out; it begins ${quoted(problem.text)}.`;
    case 'unknown-format':
      return `the records have no header and ${fields(problem.found)} each, which is not the default format. Say the order with --log-format "<fields>" (the LogFormat of \`aws ec2 describe-flow-logs\`). First line: ${quoted(problem.text)}.`;
    case 'ambiguous-format':
      return `the records have no header and fit several formats. Choose one with --log-format: ${listed(problem.formats.map((format) => `"${format}"`))}.`;
    case 'not-a-record':
      return `expected a flow log record, found ${quoted(problem.text)}. It was left out.`;
    case 'missing-path':
      return 'there is no such file or folder.';
    case 'unreadable-path':
      return `it could not be read: ${problem.reason}.`;
    case 'empty-file':
      return 'the file is empty.';
    case 'empty-folder':
      return 'the folder holds no file to read. Put flow logs and answers of `aws ec2 describe-*` into it.';
    case 'damaged-gzip':
      return `the gzip data is cut off or damaged (${problem.reason}). Everything before was read; download the file again for the rest.`;
    case 'damaged-content':
      return `the ${problem.container} content is damaged (${problem.reason}). Everything before was read.`;
    case 'invalid-json':
      return `this is not valid JSON${problem.looksLike === null ? '' : `: ${nearlyJson[problem.looksLike]}`} (${problem.reason}).`;
    case 'unrecognised-content':
      return problem.looksLike === null
        ? `this is neither a flow log nor JSON.${beginning(problem.text)}`
        : `this is ${foreign[problem.looksLike]}.${beginning(problem.text)}`;
    case 'too-large':
      return `${problem.container} of ${problem.found} bytes cannot be read in one piece; the limit is ${problem.limit}.`;
    case 'missing-package':
      return `reading ${problem.container} takes ${listed(problem.packages)}, which is not installed: npm install ${problem.packages.join(' ')}`;
    case 'not-an-aws-answer':
      return problem.keys.length === 0
        ? 'this JSON is not an answer of `aws ec2 describe-*`: it has none of their keys, such as "SecurityGroups".'
        : `${listed(problem.keys.slice(0, 5).map((key) => `"${key}"`))} ${problem.keys.length === 1 ? 'is' : 'are'} not among the answers that are read. \`flowcause network --commands\` prints the calls whose answers are. Answers made with --query have other keys; save them without it.`;
    case 'unreadable-item':
      return `${problem.path} should be ${problem.expected}, found ${problem.found}. This resource was left out.`;
    case 'unknown-field':
      return `the format has a field "${problem.field}" that AWS does not document.${problem.near.length === 0 ? '' : ` Did you mean ${problem.near.join(' or ')}?`} It is kept in \`records\` and used for nothing.`;
    case 'unpairable-records':
      return `${problem.records} ${problem.records === 1 ? 'record' : 'records'} could not be used: ${LACKS[problem.lacks]}.`;
    case 'conflicting-copies':
      return `${problem.id} was given twice with different contents; the copy in ${printable(problem.used)} is used, which ${problem.because === 'captured-later' ? 'is newer' : 'says more'}. Leave the older file out to be sure.`;
    case 'unnamed-answer':
      return `${problem.path} does not say which ${SUBJECTS[problem.needs].name} it belongs to, as \`aws ${problem.call}\` never does. Put the id into the file name, for example ${SUBJECTS[problem.needs].file}.`;
  }
};

const SUBJECTS: Readonly<Record<SubjectKind, { readonly name: string; readonly file: string }>> = {
  'prefix-list': { name: 'prefix list', file: 'entries-pl-0123456789abcdef0.json' },
  'transit-gateway-route-table': {
    name: 'transit gateway route table',
    file: 'routes-tgw-rtb-0123456789abcdef0.json',
  },
  'target-group': {
    name: 'target group',
    file: 'health-arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A123456789012%3Atargetgroup%2Fweb%2F0123456789abcdef.json',
  },
};

/** One problem as one line: where, and what was expected. */
export const problemSentence = (problem: Problem): string => {
  const { source, line } = problem.origin;
  const name = source === '-' ? 'standard input' : printable(source);
  return `${line === null ? name : `${name}:${line}`}: ${what(problem)}`;
};
