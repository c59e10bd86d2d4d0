import { CATALOGUE } from 'flowcause';

const known = new Set(CATALOGUE.map(({ code }) => code));

/** A fault whose code flowcause does not have yet cannot be found: it is counted apart. */
export const isInCatalogue = ({ expects }) => expects.codes.some((code) => known.has(code));

/**
 * What can be known at best. Without configuration: that one of the two filters rejected a request. Without TCP flags: that
 * the network let the answer of a host pass, and not that it was an RST.
 */
const acceptable = ({ expects: { codes } }, { hasConfiguration, hasFlags }) => [
  ...codes,
  ...(!hasConfiguration && codes.some((code) => /-(lacks-rule|denies-request)$/.test(code))
    ? ['security-group-or-network-acl-blocks']
    : []),
  ...(!hasFlags && codes.includes('refused-by-host') ? ['allowed-both-ways'] : []),
];

const decides = ({ component, entry }, it) =>
  it.id === component &&
  (entry === null || (it.ruleNumber === entry.number && it.direction === entry.direction));

const namesWhatDecides = (finding, { expects }) =>
  expects.component === null ||
  (expects.entry === null && finding.component === expects.component) ||
  [...finding.deciding, ...finding.alsoBlocking.flatMap(({ deciding }) => deciding)].some((it) =>
    decides(expects, it),
  );

const codesOf = (finding) => [finding.code, ...finding.alsoBlocking.map(({ code }) => code)];

const UNDECIDED = ['undetermined', 'one-leg-recorded', 'security-group-or-network-acl-blocks'];

/** Without route tables nobody can tell which of them lacks the way back: that there is none is all to be said. */
const WITHOUT_ROUTES = /^(blackhole-route|transit-gateway-does-not-forward)$/;

/** It says that it may be something else, and what was injected is among that. */
const namesBeside = ({ certainty, alternatives }, faults, given) =>
  certainty === 'possible' &&
  faults.every((fault) => {
    const codes = acceptable(fault, given);
    const all = codes.some((code) => !given.hasConfiguration && WITHOUT_ROUTES.test(code))
      ? [...codes, 'no-route']
      : codes;
    return alternatives.some(({ code }) => all.includes(code));
  });

/**
 * Holds findings against what was injected. `right`: cause and deciding rule; `cause only`: another rule was blamed;
 * `open`: it says that it does not know, or says nothing, or names what is only possible with what was injected beside it;
 * `wrong`: it names something else.
 */
export const score = (faults, findings, given) => {
  const [finding] = findings;
  if (finding === undefined) return { result: 'open', named: 'nothing', certainty: null };
  const said = { named: finding.code, certainty: finding.certainty };
  // Where a load balancer stands between, the conversations before and behind it are told one by one.
  const codes = findings.flatMap(codesOf);
  const first = faults.some((fault) => acceptable(fault, given).includes(finding.code));
  const all = faults.every((fault) => acceptable(fault, given).some((code) => codes.includes(code)));
  if (first && (all || !given.hasConfiguration)) {
    const isDecided =
      !given.hasConfiguration || faults.every((fault) => findings.some((it) => namesWhatDecides(it, fault)));
    return { result: isDecided ? 'right' : 'cause only', ...said };
  }
  const isOpen = UNDECIDED.includes(finding.code) || namesBeside(finding, faults, given);
  return { result: isOpen ? 'open' : 'wrong', ...said };
};

/** A world in which nothing is wrong: whatever is said to be, of the scene's traffic or of any other, is a false alarm. */
export const scoreHealthy = ({ all, target }) => {
  const alarm = all.find(({ code }) => code !== 'allowed-both-ways' && !UNDECIDED.includes(code));
  if (alarm !== undefined) return { result: 'wrong', named: alarm.code, certainty: alarm.certainty };
  const [finding] = target;
  if (finding === undefined) return { result: 'open', named: 'nothing', certainty: null };
  const result = finding.code === 'allowed-both-ways' ? 'right' : 'open';
  return { result, named: finding.code, certainty: finding.certainty };
};
