/** For tests of networks as code. Published as `flowcause/testing`; fast-check, an optional peer, must be installed. */

// Scenarios: folders with evidence, a question, and the answer that it must have.
export { loadScenario, type Scenario, scenarioFolders } from '../scenario/scenario.js';
export { assertScenario, scenarioTest, type TestRunner } from '../scenario/suite.js';

// Laws: sentences that are true of every codec, algebra of sets, evaluator and correlator.
export { type Codec, codecLaws } from './laws/codec-laws.js';
export { type Correlating, type Correlators, correlatorLaws } from './laws/correlator-laws.js';
export { type AllowList, allowListLaws, type FirstMatch, firstMatchLaws } from './laws/evaluator-laws.js';
export { type HeldLaw, type LawRunner, lawTest, type Property } from './laws/law.js';
export { type Sets, setLaws } from './laws/set-laws.js';
