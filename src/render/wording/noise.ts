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

export const backgroundNoise: Wording = {
  meaning: 'Somebody on the internet tries addresses and ports; it was rejected as it should be.',
  signature:
    'REJECT, ingress, from public addresses that were never let in: on many addresses and ports, or one or two packets and no further try.',
  advice: 'Nothing. Whoever should be let in is found with `--src` and their address.',
  headline: (finding) => `Background noise of the internet, rejected as it should be: ${whoPhrase(finding)}`,
  because: (finding) => [
    ...(finding.noise === null
      ? []
      : [
          `Seen at ${listed(finding.noise.interfaces.slice(0, 5))}${finding.noise.interfaces.length > 5 ? ' and more' : ''}.`,
        ]),
    'Each of these senders was never let in, and either was rejected on five or more addresses and ports, or sent one or two packets and did not try again, as no client does that wants something.',
  ],
  fix: () => [
    'Do nothing: security groups and network ACLs do what they are for. If one of the senders is a customer of yours, ask with `--src` and its address: then its traffic is explained like any other.',
  ],
};
