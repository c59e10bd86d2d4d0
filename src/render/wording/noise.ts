import type { Finding } from '../../diagnosis/finding/finding.js';
import { listed, plural } from '../words/phrase.js';
import { trafficPhrase } from './ends.js';
import type { Wording } from './wording.js';

const whoPhrase = (finding: Finding): string => {
  const { noise } = finding;
  return noise === null
    ? trafficPhrase(finding)
    : `${plural(noise.senders, 'public address', 'public addresses')}, asking for ${plural(noise.targets, 'address and port', 'addresses and ports')}`;
};

/** The NAT gateways that it came to. */
const gatewaysOf = ({ noise, stopped }: Finding): readonly string[] =>
  noise?.natGateways ?? (stopped === null ? [] : [stopped.component]);

const seenSentences = ({ noise }: Finding): readonly string[] =>
  noise === null
    ? []
    : [`Seen at ${listed(noise.interfaces.slice(0, 5))}${noise.interfaces.length > 5 ? ' and more' : ''}.`];

const gatewaySentences = (gateways: readonly string[]): readonly string[] =>
  gateways.length === 0
    ? []
    : [
        `What comes to ${gateways.length === 1 ? 'NAT gateway' : 'the NAT gateways'} ${listed(gateways.slice(0, 5))}${gateways.length > 5 ? ' and others' : ''} from the internet unasked is dropped there: a NAT gateway carries only what was opened behind it. ACCEPT at its interface says that the network ACL of its subnet let the packet in, and no more.`,
      ];

export const backgroundNoise: Wording = {
  meaning:
    'Somebody on the internet tries addresses and ports; it was rejected as it should be, or a NAT gateway dropped it.',
  signature:
    'REJECT, ingress, from public addresses that were never let in: on many addresses and ports, or one or two packets and no further try. At the interface of a NAT gateway ACCEPT, ingress, from a public address, and no answer.',
  advice: 'Nothing. Whoever should be let in is found with `--src` and their address.',
  headline: (finding) =>
    `Background noise of the internet, ${gatewaysOf(finding).length === 0 ? 'rejected' : 'kept out'} as it should be: ${whoPhrase(finding)}`,
  because: (finding) => {
    const gateways = gatewaysOf(finding);
    return [
      ...seenSentences(finding),
      ...gatewaySentences(gateways),
      `Each of these senders was never let in${gateways.length === 0 ? ', and either was rejected' : ': it came to a NAT gateway, was rejected'} on five or more addresses and ports, or sent one or two packets and did not try again, as no client does that wants something.`,
    ];
  },
  fix: (finding) => [
    `Do nothing: security groups${gatewaysOf(finding).length === 0 ? ' and network ACLs' : ', network ACLs and NAT gateways'} do what they are for. If one of the senders is a customer of yours, ask with \`--src\` and its address: then its traffic is explained like any other.`,
  ],
};
