import type {
  ForeignContent,
  ForeignDocument,
  InvalidJson,
  Problem,
  SubjectKind,
  UnpairableReason,
} from '../../problem/problem.js';
import { listed, plural, printable } from './phrase.js';

const foreign: Readonly<Record<ForeignContent, string>> = {
  'html-page':
    'an HTML page, perhaps an error page that was saved as the answer. Run the `aws ec2 describe-*` command and save what it prints with --output json',
  'aws-table': 'table output of the AWS CLI. Run the command again with --output json',
  'aws-text': 'text output of the AWS CLI. Run the command again with --output json',
  'terraform-code':
    'Terraform code or what Terraform prints for people. Run `terraform show -json > state.json` and give that',
  'terraform-plan': 'a saved plan of Terraform. Run `terraform show -json PLAN > plan.json` and give that',
  zip: 'a zip archive. Unpack it with `unzip` and give what was in it',
  bzip2: 'bzip2 data. Decompress it with `bunzip2`',
  zstd: 'zstd data. Decompress it with `unzstd`',
  parquet: 'a Parquet table of something else',
  binary: 'binary data',
};

const nearlyJson: Readonly<Record<InvalidJson, string>> = {
  'trailing-comma':
    'there is a comma too many before it. Take it out, or save the answer of the command again',
  'cut-off': 'the document ends too early. Run the command again and save its whole answer',
  'single-quotes':
    'JSON wants double quotes. From Python, save json.dumps(answer, default=str); or save the answer of `aws` with --output json',
};

const documents: Readonly<Record<ForeignDocument, string>> = {
  'cloudformation-template':
    'a CloudFormation template, which says what a stack is made from and not what is there. Run `aws ec2 describe-security-groups`, `aws ec2 describe-network-acls` and the like where the stack is deployed, and give their answers',
  'query-output':
    'a list whose items have none of the keys of an AWS answer, as --query makes it. Run the command again without --query and with --output json',
};

/** The keys of a list's items, where it has some. */
const withKeys = (keys: readonly string[]): string =>
  keys.length === 0 ? '' : ` Its items have ${listed(keys.slice(0, 5).map((key) => `"${printable(key)}"`))}.`;

/** `DescribeSubnets` as the command line spells it. */
const commandOf = (operation: string | null): string =>
  operation === null
    ? 'the command'
    : `\`aws ec2 ${operation.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}\``;

const LACKS: Readonly<Record<UnpairableReason, string>> = {
  'observation-point': 'no name of an interface. The format of the flow log needs the field interface-id',
  addresses:
    'no IP addresses. The format of the flow log needs srcaddr and dstaddr (or pkt-srcaddr and pkt-dstaddr)',
  protocol: 'no protocol. The format of the flow log needs the field protocol',
  times: 'no start and end between 1970 and 2106. The format of the flow log needs the fields start and end',
};

const unpairable = (records: number, lacks: UnpairableReason): string =>
  `${records === 1 ? 'this record could not be used: it holds' : `${records} records, of which this is the first, could not be used: they hold`} ${LACKS[lacks]}.`;

const CUT = 120;
const quoted = (text: string): string =>
  `"${printable(text.length > CUT ? `${text.slice(0, CUT - 3)}...` : text)}"`;

/** How content begins, where it begins with something that can be shown. */
const beginning = (text: string): string => (text.trim() === '' ? '' : ` It begins ${quoted(text)}.`);

const fields = (count: number): string => `${count} ${count === 1 ? 'field' : 'fields'}`;

/** What the operating system answers, in words. */
const SYSTEM: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links lead in a circle',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'it is gone',
  EIO: 'the disk reports an error',
};

const unread = (lines: number): string =>
  `${plural(lines, 'line')} ${lines === 1 ? 'was' : 'were'} left unread`;

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
      return `the records have no header and ${fields(problem.found)} each, which is not the default format, so ${unread(problem.lines)}. Say the order with --log-format "<fields>" (the LogFormat of \`aws ec2 describe-flow-logs\`). First line: ${quoted(problem.text)}.`;
    case 'ambiguous-format':
      return `the records have no header and fit several formats, so ${unread(problem.lines)}. Choose one with --log-format: ${listed(problem.formats.map((format) => `"${format}"`))}.`;
    case 'not-a-record':
      return `expected a flow log record, found ${quoted(problem.text)}. It was left out.`;
    case 'missing-path':
      return 'there is no such file or folder.';
    case 'unreadable-path':
      return `it could not be read: ${SYSTEM[problem.reason] ?? problem.reason}.`;
    case 'empty-file':
      return 'the file is empty.';
    case 'empty-folder':
      return 'the folder holds no file to read. Put flow logs and answers of `aws ec2 describe-*` into it.';
    case 'repeated-log':
      return `it holds the same as ${printable(problem.read)}, which was read; this one was not, as its records would count twice.`;
    case 'cut-off-line':
      return `the data breaks off within ${quoted(problem.text)}. That was left out.`;
    case 'damaged-gzip':
      return problem.origin.line === null
        ? `the gzip data is cut off or damaged (${problem.reason}), and nothing of it could be used; download the file again.`
        : `the gzip data is cut off or damaged (${problem.reason}). Everything before was read; download the file again for the rest.`;
    case 'damaged-content':
      return `the ${problem.container} content is damaged (${problem.reason}). Everything before was read.`;
    case 'invalid-json':
      return `this is not valid JSON${problem.column === null ? '' : ` at column ${problem.column}`} (${problem.reason})${problem.looksLike === null ? '' : `: ${nearlyJson[problem.looksLike]}`}.`;
    case 'invalid-yaml':
      return `this is not valid YAML${problem.column === null ? '' : ` at column ${problem.column}`} (${printable(problem.reason)}). Run the command again with --output json.`;
    case 'text-between-documents':
      return `${problem.lines === 1 ? '1 line is' : `${problem.lines} lines are`} no JSON and ${problem.lines === 1 ? 'was' : 'were'} left out.${problem.text === '' ? '' : ` The first is ${quoted(problem.text)}.`}`;
    case 'unrecognised-content':
      return problem.looksLike === null
        ? `this is neither a flow log nor JSON.${beginning(problem.text)}`
        : `this is ${foreign[problem.looksLike]}.${problem.looksLike === 'parquet' ? ` Its columns are ${quoted(problem.text)}.` : beginning(problem.text)}`;
    case 'too-large':
      return `${problem.container} of ${problem.found} bytes cannot be read in one piece; the limit is ${problem.limit}.`;
    case 'missing-package':
      return `reading ${problem.container} takes ${listed(problem.packages)}, which is not installed: npm install ${problem.packages.join(' ')}`;
    case 'not-an-aws-answer':
      return problem.keys.length === 0
        ? 'this JSON is not an answer of `aws ec2 describe-*`: it has none of their keys, such as "SecurityGroups".'
        : `${listed(problem.keys.slice(0, 5).map((key) => `"${key}"`))} ${problem.keys.length === 1 ? 'is' : 'are'} not among the answers that are read. \`flowcause network --commands\` prints the calls whose answers are. Answers made with --query have other keys; save them without it.`;
    case 'aws-error':
      return `AWS answered with an error, ${problem.code === null ? 'not with data' : printable(problem.code)}${problem.message === null ? '' : `: ${quoted(problem.message)}`}. Nothing is known of what was asked for. Run ${commandOf(problem.operation)} again with credentials that may do so.`;
    case 'foreign-document':
      return `this is ${documents[problem.looksLike]}.${withKeys(problem.keys)}`;
    case 'unread-types':
      return `resources of ${problem.types.length === 1 ? 'the type' : 'the types'} ${listed(problem.types.map(printable))} bear on the network and are not read from this kind of file. Where they matter, give the answers of \`aws ec2 describe-*\`.`;
    case 'item-without-configuration':
      return `AWS Config names ${printable(problem.type)} ${printable(problem.id)} without its configuration. Run \`aws configservice get-resource-config-history --resource-type ${printable(problem.type)} --resource-id ${printable(problem.id)} --limit 1\`.`;
    case 'unreadable-item':
      return `${problem.path} should be ${problem.expected}, found ${problem.found}. This resource was left out.`;
    case 'unknown-field':
      return `the format has a field "${problem.field}" that AWS does not document.${problem.near.length === 0 ? '' : ` Did you mean ${problem.near.join(' or ')}?`} It is kept in \`records\` and used for nothing.`;
    case 'unpairable-records':
      return unpairable(problem.records, problem.lacks);
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
