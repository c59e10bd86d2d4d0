import { opposite } from '../../traffic/direction.js';
import { isUntracked, rulesAt, rulesThatAllow } from '../simulator/filter/security-groups.js';
import { tracksAlways } from '../simulator/route/tracking.js';
import { withoutRules } from './edit.js';
import {
  directionOf,
  expects,
  type FaultMaker,
  interfaceAt,
  packetAt,
  reconfigures,
  type Side,
} from './scene.js';

/** The groups of an end have no rule for the request. */
const lacksRule =
  (side: Side): FaultMaker =>
  (scene) => {
    const it = interfaceAt(scene, side);
    if (it === null) return null;
    const direction = directionOf(side, 'request');
    const gone = rulesThatAllow(scene.network, it, direction, packetAt(scene, side, 'request'), 'plain');
    const [group, ...more] = it.securityGroupIds ?? [];
    const code = `security-group-${direction}-lacks-rule`;
    return {
      kind: code,
      ...reconfigures((network) => withoutRules(network, it.id, direction, gone)),
      expects: expects([code], { component: more.length === 0 ? (group ?? null) : it.id }),
    };
  };

/**
 * A connection that was untracked, and whose replies nothing lets pass any more: "the existing connection is dropped when
 * you remove the rule". https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export const untrackedReplyLacksRule: FaultMaker = (scene) => {
  const it = interfaceAt(scene, 'server');
  const { exchange } = scene.target;
  if (it === null || tracksAlways(scene.network, it)) return null;
  if (!isUntracked(scene.network, it, 'ingress', packetAt(scene, 'server', 'request'))) return null;
  const direction = opposite('ingress');
  const gone = rulesAt(scene.network, it, direction);
  const lasting = { ...exchange, rounds: 4, pause: 20, closes: 'never' as const };
  return {
    kind: 'untracked-reply-lacks-rule',
    inject: (world) => ({
      ...world,
      traffic: world.traffic.map((one) => (one === exchange ? lasting : one)),
      changes: [
        ...world.changes,
        {
          at: exchange.at + 30,
          apply: (network) => withoutRules(network, it.id, direction, gone),
        },
      ],
    }),
    expects: expects(['untracked-reply-lacks-rule', 'rules-changed-during-flow']),
  };
};

export const SECURITY_GROUP_FAULTS: readonly FaultMaker[] = [lacksRule('client'), lacksRule('server')];
