import { print } from '../address/cidr.js';
import type { Peer, SecurityGroupRule } from './security-group.js';

const peerKey = (peer: Peer): string => (peer.kind === 'cidr' ? print(peer.cidr) : peer.id);

/**
 * What makes a rule this rule and no other of its group, whichever call tells of it: AWS refuses a second rule of the
 * same direction, protocol, ports and peer.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
export const ruleKey = ({ direction, protocol, ports, icmp, peer }: SecurityGroupRule): string =>
  `${direction} ${protocol} ${ports === null ? '' : `${ports.from}-${ports.to}`} ${
    icmp === null ? '' : `${icmp.type}/${icmp.code}`
  } ${peerKey(peer)}`;
