/**
 * Scenarios: folders with evidence, a question, and the answer that it must have, as a test suite. Published as
 * `flowcause/scenario`, which needs no other package; `flowcause/testing` has them, too.
 */
export { loadScenario, type Scenario, scenarioFolders } from './scenario.js';
export { assertScenario, scenarioTest, type TestRunner } from './suite.js';
