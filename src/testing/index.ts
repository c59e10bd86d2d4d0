/** For tests of networks as code. Published as `flowcause/testing`. */

// Scenarios: folders with evidence, a question, and the answer that it must have.
export { loadScenario, type Scenario, scenarioFolders } from '../scenario/scenario.js';
export { assertScenario, scenarioTest, type TestRunner } from '../scenario/suite.js';
