/**
 * For tests of networks as code: scenarios, attempts, laws, networks drawn in a few lines, traffic that happens in them
 * packet by packet, and arbitraries. Published as `flowcause/testing`; fast-check, an optional peer, must be installed.
 */

// Scenarios: folders with evidence, a question, and the answer that it must have.
export {
  assertScenario,
  loadScenario,
  type Scenario,
  scenarioFolders,
  scenarioTest,
  type TestRunner,
} from '../scenario/index.js';

// Words and parts, at the edges where a mistake would show.
export { addresses, addressesNear, cidrs, ipv4Addresses, ipv6Addresses } from './arbitrary/addresses.js';
export { exchanges, networks } from './arbitrary/networks.js';
export { packets, packetsNear } from './arbitrary/packets.js';
// What can be in it, and what can go wrong: arbitraries that shrink to what fits on a whiteboard.
export type {
  AclStyle,
  LogStyle,
  PeerStyle,
  Plan,
  PortStyle,
  PublicAccess,
  RuleStyle,
  Shape,
} from './arbitrary/plan.js';
export { plans, SHAPES } from './arbitrary/plan.js';
export { recordFormats, recordLines } from './arbitrary/records.js';
export { networkAcls, routeTables, securityGroups, trafficTexts } from './arbitrary/rules.js';
export type { Case } from './arbitrary/scenes.js';
export { doubleFaults, sceneOf, scenes, singleFaults } from './arbitrary/scenes.js';
// Attempts: who may reach what, near the edges of the rules.
export { type Attempt, attempted, attempts } from './attempt/attempts.js';
// A network on a whiteboard.
export { draw } from './drawing/draw.js';
export {
  type DrawnEndpoint,
  gatewayEndpoint,
  interfaceEndpoint,
  servicePrefixList,
} from './drawing/endpoints.js';
export { exchange, party, START } from './drawing/exchanges.js';
export type { DrawnEntries, DrawnEntry, DrawnRule } from './drawing/filters.js';
export { networkAcl, OPEN_ENTRIES, securityGroup } from './drawing/filters.js';
export { DEFAULT_FIELDS, flowLog, prefixList, TELLING_FORMAT } from './drawing/lists-and-logs.js';
export { type DrawnLoadBalancer, networkLoadBalancer } from './drawing/load-balancers.js';
export type { InterfaceOptions } from './drawing/machines.js';
export { instance, networkInterface } from './drawing/machines.js';
export type { Drawn, Piece } from './drawing/piece.js';
export { subnet, vpc } from './drawing/places.js';
export { blockPublicAccess, publicAccessExclusion } from './drawing/public-access.js';
export type { DrawnAttachment, DrawnGatewayRoute } from './drawing/transit-gateways.js';
export { transitGateway } from './drawing/transit-gateways.js';
export type { DrawnRoute, DrawnSide } from './drawing/ways.js';
export {
  egressOnlyInternetGateway,
  internetGateway,
  natGateway,
  peering,
  routeTable,
} from './drawing/ways.js';
export { whiteboard } from './drawing/whiteboard.js';
export type { TrafficText } from './drawing/written.js';
export { address, block } from './drawing/written.js';
export { faultsOf, filterFaults } from './fault/faults.js';
export type { Expected, Fault, Scene, SceneEnd } from './fault/scene.js';
// Laws: sentences that are true of every codec, algebra of sets, evaluator and correlator.
export { type Codec, codecLaws } from './laws/codec-laws.js';
export { type Correlating, type Correlators, correlatorLaws } from './laws/correlator-laws.js';
export { type AllowList, allowListLaws, type FirstMatch, firstMatchLaws } from './laws/evaluator-laws.js';
export { type HeldLaw, type LawRunner, lawTest, type Property } from './laws/law.js';
export { type Sets, setLaws } from './laws/set-laws.js';
// What happens in it.
export type { Sighting } from './simulator/sighting.js';
export type { Injection, SimulatedLog, SimulateOptions, Simulation } from './simulator/simulate.js';
export { simulate } from './simulator/simulate.js';
export type { Capture, Change, Exchange, Host, Party, Service, World } from './simulator/world.js';
export { COMPLETE_CAPTURE } from './simulator/world.js';
