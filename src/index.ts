/** flowcause: explains AWS VPC connectivity from VPC Flow Logs and the VPC's own configuration. No I/O in here. */

// Words of the domain.
export type { Cidr } from './address/cidr.js';
export type { IpAddress } from './address/ip-address.js';
export { parse as parseAddress, print as printAddress } from './address/ip-address.js';
// Configuration: answers of `aws ec2 describe-*` to a network.
export { CALLS, isAnswerKey } from './aws/answer-keys.js';
export type { Call } from './aws/call.js';
export { callsToComplete } from './aws/completion.js';
export type { JsonDocument } from './aws/json-document.js';
export { jsonOf, type PlainDocument, plainDocuments } from './aws/plain-document.js';
export type { AnswersRead } from './aws/read-answers.js';
export { readAnswers } from './aws/read-answers.js';
export { subjectIn as answerSubject } from './aws/subject.js';
export type { AbsenceReason } from './capture/absence/absence.js';
export type { CoverageReader, CoverageReport } from './capture/coverage/coverage-report.js';
export { coverageReader } from './capture/coverage/coverage-report.js';
export type { Expectation } from './capture/expectation.js';
export type { Circumstances, ExpectedRecord, RecordedBy } from './capture/expected-record.js';
export { expectedRecords, recordsOf } from './capture/expected-record.js';
export type { AskedTraffic } from './capture/never-logged/likeness.js';
export { neverLogged } from './capture/never-logged/match.js';
export type { NeverLogged } from './capture/never-logged/never-logged.js';
export { NEVER_LOGGED } from './capture/never-logged/table.js';
export type { Passage as RecordedPassage } from './capture/passage.js';
export { passagesOf } from './capture/passage.js';
export { passagesOfReach } from './capture/passages-of-reach.js';
export { recordsAlong } from './capture/records-along.js';
export { NOT_FORETOLD } from './capture/shown/shown-field.js';
export type { Check, CheckQuestion } from './check.js';
export { check } from './check.js';
export { isAskedFor } from './conversation/asked-for.js';
export { communityId } from './conversation/community-id.js';
export type { ConnectionState } from './conversation/connection-state.js';
export { connectionState } from './conversation/connection-state.js';
export type { Conversation, Flow } from './conversation/conversation.js';
export type { Correlation, CorrelationSummary } from './conversation/correlation.js';
export { type Correlator, correlate, correlator } from './conversation/correlator.js';
export type { Doubt } from './conversation/doubt.js';
export type { CorrelatorOptions } from './conversation/engine/engine.js';
export type { FlowEndReason } from './conversation/flow-end-reason.js';
export type { Group } from './conversation/group.js';
export { groups } from './conversation/group.js';
export type { Histogram } from './conversation/histogram.js';
export type { Beyond, Journey, JourneyDoubt, JourneyOptions } from './conversation/journey/journey.js';
export { journeys, journeysOfEnds } from './conversation/journey/journey.js';
export type { LoadBalancerAt } from './conversation/journey/load-balancer-sides.js';
export { type TranslationOptions, throughTranslations } from './conversation/journey/translation.js';
export type { ConversationStatistics, OneSided } from './conversation/statistics.js';
export { conversationStatistics, oneSidedOf } from './conversation/statistics.js';
export type { DeltaPolicy } from './conversation/time-delta.js';
export { DELTA_POLICIES } from './conversation/time-delta.js';
export type { Answer } from './diagnosis/answer.js';
export { answer, journeysIn } from './diagnosis/answer.js';
export type { Late } from './diagnosis/case/late.js';
export type { LostAt } from './diagnosis/cause/cause.js';
export type { Certainty } from './diagnosis/certainty.js';
export type { CatalogueEntry, Code } from './diagnosis/code.js';
export { CATALOGUE, catalogueEntry } from './diagnosis/code.js';
export { isHarmless } from './diagnosis/finding/by-harm.js';
export { type Contradiction, contradictionOf } from './diagnosis/finding/contradiction.js';
export type { Alternative, Finding, Noise } from './diagnosis/finding/finding.js';
export type { FindingGroup, GroupedBy, Spread } from './diagnosis/finding/finding-group.js';
export { GROUPED_BY, groupKey } from './diagnosis/finding/finding-group.js';
export type { Meaning } from './diagnosis/finding/meaning.js';
export type { Separation } from './diagnosis/finding/separation.js';
export { uncoveredRecords } from './diagnosis/finding/uncovered.js';
// The engine as one expression, and for streams.
export type { Question } from './diagnosis/question.js';
export { EVERYTHING } from './diagnosis/question.js';
export { judgeSecurityGroupsReply } from './filter/connection-tracking.js';
// The stages: filters, round trips, conversations, findings, remedies.
export type { Crossing } from './filter/crossing.js';
export type { LintFinding } from './filter/lint.js';
export { lint, lintGaps } from './filter/lint.js';
export { judgeNetworkAcl } from './filter/network-acl.js';
export type { End, HeaderPartition, RequestAndReply } from './filter/passing.js';
export { admits, emits, requestAndReply } from './filter/passing.js';
export { judgeSecurityGroups } from './filter/security-group.js';
export type { Deciding, NearMiss, Outcome, Verdict } from './filter/verdict.js';
export type { FlowLog } from './network/flow-log.js';
export { groupReach, membersSeenFrom } from './network/group-reach.js';
export { danglingGroups, staleRules, unusedGroups } from './network/group-use.js';
export { interfacesOf, routeTableOf, whoseAddress } from './network/look-up.js';
export type { Network } from './network/network.js';
export { counts as countResources, EMPTY_NETWORK, isEmpty as isEmptyNetwork } from './network/network.js';
export type { NetworkAcl, NetworkAclEntry } from './network/network-acl.js';
export { isOfLoadBalancer, type NetworkInterface } from './network/network-interface.js';
export type { Peer, SecurityGroup, SecurityGroupRule } from './network/security-group.js';
export type { Subnet } from './network/subnet.js';
export type { Vpc } from './network/vpc.js';
export type { BlockerCode } from './path/blocker.js';
export { blockers } from './path/blocker.js';
export type { Endpoint } from './path/endpoint.js';
export { endpointOf } from './path/endpoint.js';
export { doubtsOf } from './path/left-open.js';
export type { EndName } from './path/named-end.js';
export type { LegVerdict, Passage, PathBlocker } from './path/passage.js';
export type { PathCheckpoint } from './path/path-checkpoint.js';
export type { Reach, ReachQuestion } from './path/reach.js';
export { blockersOf, reach } from './path/reach.js';
export type { AnyQuestion, ReachSet } from './path/reach-any.js';
export { codeAndComponent, reachAny, unknownEnd } from './path/reach-any.js';
export type { Difference, DifferenceQuestion } from './path/reach-difference.js';
export { isReachChange, reachDifference } from './path/reach-difference.js';
export type { Checkpoint, RoundTrip } from './path/round-trip.js';
export { roundTrip } from './path/round-trip.js';
export type { Gap } from './problem/gap.js';
export type { Origin } from './problem/origin.js';
export type { Problem } from './problem/problem.js';
export type { ProblemLog } from './problem/problem-log.js';
export { problemCollector, problemTotal } from './problem/problem-log.js';
export { FIELDS } from './record/field.js';
// Records: text to batches, batches to readable records.
export type { FlowRecord } from './record/flow-record.js';
export { flowRecordAt, flowRecords, toJson as flowRecordJson } from './record/flow-record.js';
export type { RecordPlaces } from './record/places.js';
export { placeCollector } from './record/places.js';
export type { RecordsRead } from './record/read-text.js';
export { readText } from './record/read-text.js';
export type { RecordBatch } from './record/record-batch.js';
export { print as printRecord } from './record/record-batch.js';
export type { RecordFormat } from './record/record-format.js';
export {
  DEFAULT_FORMAT,
  formatOf,
  parse as parseRecordFormat,
  print as printRecordFormat,
} from './record/record-format.js';
export type { RecordPiece, RecordSummary } from './record/summary.js';
export { count as countRecords, NOTHING_READ } from './record/summary.js';
export type { Change } from './remedy/change.js';
export { apply as applyChange } from './remedy/change.js';
export type { Opening } from './remedy/opening.js';
export { reachRemedies } from './remedy/reach-remedy.js';
export { remedies } from './remedy/remedies.js';
export type { Caution, Proof, Remedy } from './remedy/remedy.js';
export type { Explanation } from './render/explanation.js';
export { explain } from './render/explanation.js';
export type { CheckDocument } from './render/json/check-json.js';
export { checkJson } from './render/json/check-json.js';
export {
  conversationJson,
  conversationsSummaryJson,
  groupJson,
  journeyJson,
} from './render/json/conversation-json.js';
export { coverageJson } from './render/json/coverage-json.js';
export { lintJson } from './render/json/lint-json.js';
export { networkJson } from './render/json/network-json.js';
export type { ReportDocument } from './render/json/report-json.js';
export { findingJson, problemJson, reportJson, reportLines } from './render/json/report-json.js';
export type { LintReport } from './render/lint-report.js';
export type { NetworkReport } from './render/network-report.js';
export { networkReport } from './render/network-report.js';
export type { Shown } from './render/shown-groups.js';
export type { Assertion } from './render/text/assertions.js';
export { assertionsJunit, assertionsText, outcomeOf } from './render/text/assertions.js';
export { callScript } from './render/text/call-script.js';
export { checkText } from './render/text/check-text.js';
// Words: what people and tools are shown.
export { codesJson, codesText, codeText } from './render/text/codes-text.js';
export { coverageText } from './render/text/coverage-text.js';
export { lintText } from './render/text/lint-text.js';
export { networkText } from './render/text/network-text.js';
export type { Paint } from './render/text/paint.js';
export { inColour } from './render/text/paint.js';
export { differenceJson, differenceText, reachSetsJson, reachSetsText } from './render/text/reach-sets.js';
export { reportMarkdown } from './render/text/report-markdown.js';
export { reportText } from './render/text/report-text.js';
export type { BrokenPromise, ChangedPiece, ScenarioOutcome } from './render/text/scenario-text.js';
export {
  brokenText,
  hasPassed,
  isClosedGap,
  scenarioPage,
  scenariosText,
} from './render/text/scenario-text.js';
export { entriesSentence } from './render/wording/entries.js';
export { problemSentence } from './render/words/problem-words.js';
export type { Direction, Leg } from './traffic/direction.js';
export type { HeaderSet } from './traffic/header-set.js';
export { headerSets, print as printHeaderSet } from './traffic/header-set.js';
export { echoRequest } from './traffic/icmp.js';
export type { Packet } from './traffic/packet.js';
export { ARP, hasPorts, ICMP, isIcmp, parse as parseProtocol, TCP, UDP } from './traffic/protocol.js';
export type { TrafficFilter } from './traffic/traffic-filter.js';
export { ANY_TRAFFIC } from './traffic/traffic-filter.js';
export type {
  Report,
  ReportedFinding,
  ReportedGroup,
  Troubleshooter,
  TroubleshootOptions,
} from './troubleshoot.js';
export { correlationOptions, troubleshoot, troubleshooter, unpairableProblems } from './troubleshoot.js';
export type { StreamedPiece, StreamSummary } from './troubleshoot-stream.js';
export { troubleshootStream } from './troubleshoot-stream.js';
