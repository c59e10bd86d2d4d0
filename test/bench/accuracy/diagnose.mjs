import { ANY_TRAFFIC, printAddress, readAnswers, readText, reportJson, troubleshoot } from 'flowcause';

const configurationIn = (files) =>
  [...files]
    .filter(([name]) => name.endsWith('.json'))
    .map(([source, text]) => ({ source, json: JSON.parse(text) }));

const recordsIn = (files) =>
  [...files]
    .filter(([name]) => name.startsWith('flow.log'))
    .flatMap(([source, text]) => readText(text, { source }).batches);

const questionOf = ({ target }, { isAsked, now }) => {
  const { client, server } = target;
  const { source, protocol, destinationPort } = client.request;
  // What a client of ours writes, as to a load balancer; a public address stands in no record of the server's interface.
  const { destination } = (client.party.kind === 'interface' ? client : server).request;
  const filter = { ...ANY_TRAFFIC, source, destination, protocol, port: destinationPort };
  return { filter: isAsked ? filter : ANY_TRAFFIC, interfaceId: null, all: true, now };
};

/** An address of a party as records may show it: its own, or another of its interface. */
const shownAs = ({ party, address }, { network }) =>
  [
    address,
    ...((party.kind === 'interface' && network.interfaces.get(party.id)?.privateAddresses) || []),
  ].map(printAddress);

/** The traffic of a finding is the scene's, from either end's view. */
const isAboutTarget = ({ conversation }, { target, network }) => {
  if (conversation === null) return true;
  const { protocol, destinationPort } = target.client.request;
  const ports = [conversation.initiator.port, conversation.responder.port];
  if (conversation.protocol !== protocol || (destinationPort !== null && !ports.includes(destinationPort)))
    return false;
  const spoken = [conversation.initiator.address, conversation.responder.address];
  return [target.client, target.server].some(({ request: { source, destination } }) => {
    const from = shownAs({ party: target.client.party, address: source }, { network });
    const to = shownAs({ party: target.server.party, address: destination }, { network });
    return [spoken, spoken.toReversed()].some(([a, b]) => from.includes(a) && to.includes(b));
  });
};

/** All that the public engine says, most harmful first; `target` has what it says of the scene's traffic. */
export const diagnose = (scene, files, asked, hasConfiguration) => {
  const { network } = readAnswers(hasConfiguration ? configurationIn(files) : []);
  const question = questionOf(scene, asked);
  const report = reportJson(troubleshoot({ batches: recordsIn(files), network, question }));
  return { all: report.findings, target: report.findings.filter((finding) => isAboutTarget(finding, scene)) };
};
