import { CAPTURE_FAULTS } from './capture-faults.js';
import { HOST_FAULTS } from './host-faults.js';
import { deniedMidway, NETWORK_ACL_FAULTS } from './network-acl-faults.js';
import { PUBLIC_ACCESS_FAULTS } from './public-access-faults.js';
import { ROUTING_FAULTS } from './routing-faults.js';
import type { Fault, FaultMaker, Scene } from './scene.js';
import { SECURITY_GROUP_FAULTS, untrackedReplyLacksRule } from './security-group-faults.js';

const made = (makers: readonly FaultMaker[], scene: Scene): readonly Fault[] =>
  makers.flatMap((make) => make(scene) ?? []);

/** Faults of rules and entries alone: two of them can stand in one world, and both have to be found. */
export const filterFaults = (scene: Scene): readonly Fault[] =>
  made([...SECURITY_GROUP_FAULTS, ...NETWORK_ACL_FAULTS], scene);

/** Everything that can go wrong in a scene, one cause each. */
export const faultsOf = (scene: Scene): readonly Fault[] => [
  ...filterFaults(scene),
  ...made(
    [
      untrackedReplyLacksRule,
      deniedMidway,
      ...HOST_FAULTS,
      ...ROUTING_FAULTS,
      ...PUBLIC_ACCESS_FAULTS,
      ...CAPTURE_FAULTS,
    ],
    scene,
  ),
];
