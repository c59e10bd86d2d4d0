import { isRight } from 'fp-ts/lib/Either.js';
import { parse as parseCidr, print as printCidr } from '../../address/cidr.js';
import { parse as parseAddress, print as printAddress } from '../../address/ip-address.js';
import type { Renaming } from './renaming.js';

const ACCOUNT = /^\d{12}$/;

/** How AWS's ids begin; whatever else ends in a number may be a name that somebody chose. */
const KINDS = [
  'acl',
  'aclassoc',
  'ami',
  'cagw',
  'cgw',
  'dopt',
  'eigw',
  'eipalloc',
  'eipassoc',
  'ela-attach',
  'eni',
  'eni-attach',
  'fl',
  'i',
  'igw',
  'lgw',
  'lgw-rtb',
  'nat',
  'pcx',
  'pl',
  'r',
  'rtb',
  'rtbassoc',
  'sg',
  'sgr',
  'subnet',
  'subnet-cidr-assoc',
  'tgw',
  'tgw-attach',
  'tgw-rtb',
  'vgw',
  'vol',
  'vpc',
  'vpc-cidr-assoc',
  'vpce',
  'vpce-svc',
  'vpn',
];

const ID = new RegExp(`^(?:${KINDS.join('|')})-[0-9a-z]+$`);

/** The number at the end of the ARN of a load balancer, listener or target group. */
const NUMBER = /^[0-9a-f]{16}$/;

/** What AWS names: owners and services, the route to the VPC itself. */
const OF_AWS = /^(?:local|aws|amazon(?:-aws|-elb)?|AmazonProvidedDNS|com\.amazonaws\.[a-z0-9.-]+)$/i;

/** A moment; times are not masked. */
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?$/;

const LOAD_BALANCER_KINDS = ['app', 'net', 'gwy'];

const segment = (text: string, it: Renaming): string => {
  if (ACCOUNT.test(text)) return it.account(text);
  return ID.test(text) || NUMBER.test(text) ? it.id(text) : it.name(text);
};

/** The parts of a path, but for the words of AWS in it. */
const path = (text: string, it: Renaming, kept: readonly string[]): string =>
  text
    .split(/([/:])/)
    .map((part) => (kept.includes(part) || /^[/:*]?$/.test(part) ? part : segment(part, it)))
    .join('');

/** `arn:partition:service:region:account:type/...`; all but what AWS chose is renamed. */
const arn = (text: string, it: Renaming): string => {
  const [head, partition, service, region, account, ...rest] = text.split(':');
  const resource = rest.join(':');
  const type = service === 's3' ? [] : [resource.split(/[/:]/)[0] as string];
  const owner = ACCOUNT.test(account ?? '') ? it.account(account as string) : account;
  return [
    head,
    partition,
    service,
    region,
    owner,
    path(resource, it, [...type, ...LOAD_BALANCER_KINDS]),
  ].join(':');
};

/** By which a load balancer's interface is known. */
const OF_LOAD_BALANCER = /^ELB ((?:app|net|gwy)\/.+)$/;

/** An id inside a name that AWS made, as of an endpoint service. */
const withIds = (text: string, it: Renaming): string =>
  text.replace(/[a-z][a-z-]*-[0-9a-f]{8,17}(?![0-9a-z])/g, (id) => it.id(id));

/** A text that is known by its form, renamed; null for any other. */
export const knownForm = (text: string, it: Renaming): string | null => {
  if (text === '' || TIME.test(text)) return text;
  if (OF_AWS.test(text)) return withIds(text, it);
  if (ACCOUNT.test(text)) return it.account(text);
  if (text.startsWith('arn:')) return arn(text, it);
  if (ID.test(text)) return it.id(text);
  const [, balancer] = OF_LOAD_BALANCER.exec(text) ?? [];
  if (balancer !== undefined) return `ELB ${path(balancer, it, LOAD_BALANCER_KINDS)}`;
  const cidr = parseCidr(text);
  if (isRight(cidr)) return printCidr(it.cidr(cidr.right));
  const address = parseAddress(text);
  return isRight(address) ? printAddress(it.address(address.right)) : null;
};
