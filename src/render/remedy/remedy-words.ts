import type { Caution, Remedy } from '../../remedy/remedy.js';
import { print as printPorts } from '../../traffic/ports.js';
import { gapSentence } from '../words/gap-words.js';
import { listed, plural } from '../words/phrase.js';
import { PORT_REASONS } from '../words/source-port-words.js';
import { opensMoreSentences } from './opening-words.js';

const scopeWords = ({ proof, sourcePorts }: Remedy): string => {
  const ports =
    sourcePorts === null
      ? ''
      : ` for every source port from ${printPorts(sourcePorts.range)}, ${PORT_REASONS[sourcePorts.reason]}`;
  switch (proof.scope) {
    case 'capture':
      return 'the flow logs keep what is accepted and what is rejected at each of these interfaces. What was not recorded stays unknown, and no packet passes that did not';
    case 'path':
      return `every filter, route and gateway of the input on the way lets request and reply pass${ports}`;
    case 'round-trip':
      return `the filters at both ends let request and reply pass${ports}`;
    case 'interface':
      return `the filters of this interface let request and reply pass${ports}. The other end is outside the input and was not judged`;
  }
};

/** What leaves it open, and what to do about it. */
const openWords = ({ missing, appliances }: Remedy['proof']): string => {
  const own = listed(appliances);
  return [
    ...(missing.length === 0
      ? []
      : [`what the input leaves out was not checked (${missing.map(gapSentence).join('; ')})`]),
    ...(own === ''
      ? []
      : [
          `${own} ${appliances.length === 1 ? 'is a firewall or an appliance' : 'are firewalls or appliances'} whose own rules are in no answer of aws ec2: let it pass there too, both ways, and read the log there`,
        ]),
    ...(missing.length === 0 && own === '' ? ['a part of the way is not known'] : []),
  ].join('; and ');
};

/** Whether it was shown to work, and how far that goes. */
export const proofSentence = (remedy: Remedy): string => {
  const { proof, changes } = remedy;
  const after = `${changes.length === 1 ? 'with this change' : 'with these changes'} made`;
  const remaining = listed([...new Set(proof.remaining)]);
  switch (proof.outcome) {
    case 'passes':
      return `Checked: ${after}, ${scopeWords(remedy)}.`;
    case 'undetermined':
      return proof.scope === 'capture'
        ? `Not fully checked: ${after}, the input does not say which flow logs cover every one of these interfaces.`
        : `Not fully checked: ${after}, nothing known blocks it, but ${openWords(proof)}.`;
    case 'blocked':
      return `Not enough: ${after}, ${remaining} still blocks it.`;
  }
};

/** What whoever makes the change should know first. */
export const cautionSentence = (caution: Caution): string => {
  switch (caution.kind) {
    case 'instead-of-the-first':
      return 'Or instead of the remedy before it: the dead route is mended for all that it was made for. One of the two is enough.';
    case 'overrides-written-deny':
      return `Somebody wrote the deny in rule ${listed(caution.numbers.map(String))} of ${caution.networkAclId}. This change goes before it: find out first why it is there.`;
    case 'affects-subnets':
      return `${caution.networkAclId} also serves ${plural(caution.subnetIds.length, 'other subnet')}: ${listed(caution.subnetIds)}.`;
    case 'affects-interfaces':
      return `${caution.groupId} is also carried by ${plural(caution.interfaceIds.length, 'other interface')}: ${listed(caution.interfaceIds.slice(0, 5))}${caution.interfaceIds.length > 5 ? ', ...' : ''}.`;
    case 'rule-quota-reached':
      return `${caution.groupId} already has ${caution.rules} rules for this direction and family (a prefix list counts for as many as it may hold); the default quota is 60. None of them is needless, and no other group of the interface has room. Have "Inbound or outbound rules per security group" raised first (Service Quotas, Amazon VPC), if it was not.`;
    case 'quota-reached':
      return `${caution.networkAclId} already has ${caution.entries} entries for this direction and family; the default quota is 20, ${caution.entries > 20 ? 'so it was raised (40 is the most)' : 'and none of them is needless'}. Have "Rules per network ACL" raised first (Service Quotas, Amazon VPC), or look whether there is room.`;
  }
};

const isInstead = ({ kind }: Caution): boolean => kind === 'instead-of-the-first';

/** What comes before the change: that it is another way, whom else it concerns, and that it opens more than was asked. */
export const firstSentences = (remedy: Remedy): readonly string[] => [
  ...remedy.cautions.filter(isInstead).map(cautionSentence),
  ...[
    ...opensMoreSentences(remedy),
    ...remedy.cautions.filter((caution) => !isInstead(caution)).map(cautionSentence),
  ].map((sentence) => `First: ${sentence}`),
];
