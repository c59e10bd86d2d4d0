import { type CheckDocument, type Report, type ReportDocument, uncoveredRecords } from '../index.js';

/** What a scenario of `explain` promises: causes, rules, remedies, gaps, and the records that nothing predicts. */
export const promisedByExplain = (document: ReportDocument, report: Report) => ({
  findings: document.findings.map((it) => ({
    code: it.code,
    outcome: it.outcome,
    leg: it.leg,
    certainty: it.certainty,
    entries: it.entries,
    deciding: it.deciding.map((deciding) =>
      'ruleNumber' in deciding
        ? `${deciding.id} ${deciding.direction} ${deciding.ruleNumber}`
        : `${deciding.id} ${deciding.kind}`,
    ),
    alsoBlocking: it.alsoBlocking.map(({ code, component }) => `${component} ${code}`),
    alternatives: it.alternatives.map(({ code }) => code),
    missing: it.missing.map(({ needs }) => needs),
    remedies: it.remedies.map(({ change, proof }) => ({
      commands: change.flatMap(({ commands }) => commands),
      proof: `${proof.outcome}, ${proof.scope}`,
    })),
  })),
  gaps: document.gaps,
  uncovered: report.findings.flatMap(uncoveredRecords),
  problems: document.problems,
});

const hopPhrase = (hop: CheckDocument['request']['hops'][number]): string => {
  if (hop.kind === 'network-interface' && 'direction' in hop) return `${hop.id} ${hop.direction}`;
  return 'route' in hop && hop.route !== null ? `${hop.id} ${hop.route.destination}` : hop.id;
};

const legPhrases = ({
  verdict,
  hops,
  blockers,
  doubts,
}: CheckDocument['request'] | CheckDocument['reply']) => ({
  verdict,
  hops: hops.map(hopPhrase),
  blockers: blockers.map(({ code, component, awsExplanationCode, direction, ports, beyond, conditional }) =>
    [
      code,
      component,
      awsExplanationCode ?? '-',
      direction ?? '-',
      ...(ports === null ? [] : [`ports ${ports.denied.map((range) => range.join('-')).join(',')}`]),
      ...(beyond ? ['beyond'] : []),
      ...(conditional ? ['conditional'] : []),
    ].join(' '),
  ),
  doubts: doubts.map(({ reason, component, id }) => `${reason} ${component} ${id ?? '-'}`),
});

/** What a scenario of `check` promises: verdicts, ways, blockers, what is missing, and the records to be expected. */
export const promisedByCheck = (document: CheckDocument) => ({
  verdict: document.verdict,
  request: legPhrases(document.request),
  reply: {
    ...legPhrases(document.reply),
    tracked: document.reply.tracked,
    failsForSourcePorts: document.reply.failsForSourcePorts.map((range) => range.join('-')),
    failsForChosenPorts: document.reply.failsForChosenPorts.map(
      ({ chosenBy, ports }) => `${chosenBy} ${ports.map((range) => range.join('-')).join(',')}`,
    ),
  },
  assumes: document.assumes,
  records: document.expectedRecords.map(
    (it) =>
      `${it.interfaceId} ${it.direction} ${it.leg} ${it.action} ${it.presence} ${it.srcaddr} ${it.dstaddr} ${it.srcport ?? 'any'} ${it.dstport ?? 'any'}`,
  ),
  remedies: document.remedies.map(({ change, proof }) => ({
    commands: change.flatMap(({ commands }) => commands),
    proof: `${proof.outcome}, ${proof.scope}`,
  })),
  missing: document.missing.map(({ needs }) => needs),
  problems: document.problems,
});
