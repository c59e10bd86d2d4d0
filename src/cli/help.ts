import type { Command } from './arguments.js';

export const OVERVIEW = `flowcause explains AWS VPC connectivity from VPC Flow Logs and the VPC's configuration.

  flowcause explain PATH...         why traffic was rejected, unanswered or not recorded
  flowcause check PATH...           whether a packet would pass, and its answer back
  flowcause coverage PATH...        what is captured where, and what this log cannot tell
  flowcause lint PATH...            rules, entries and groups that could go
  flowcause conversations PATH...   requests and replies paired, as lines of JSON
  flowcause records PATH...         every flow log record as a line of JSON
  flowcause network PATH...         what is known of the configuration, and what is not
  flowcause scenario run PATH...    whether recorded cases still have their answers
  flowcause scenario new FOLDER     records a case, masked if you like
  flowcause codes [CODE]            what a finding means and what to do

PATH is a file or a folder: flow logs (text, .gz, Parquet, and as CloudWatch
Logs and Athena leave them) and answers of "aws ec2 describe-*" as JSON, in
any mix; what a file is, is found from its content. "-" is standard input. Nothing is sent anywhere.

flowcause COMMAND --help tells more; flowcause --version tells the version.
`;

export const HELP: Readonly<Record<Command, string>> = {
  explain: `flowcause explain PATH... [flags]

Reads flow logs and configuration and says what blocks what, most harmful first.

  --src ADDRESS --dst ADDRESS   only traffic from the one to the other
  --protocol P                  tcp, udp, icmp, icmpv6, arp or a number
  --port N --source-port N      the port of the service, of the one who starts
  --interface eni-...           only what this interface recorded
  --now TIME                    when you ask, so that records that are not there
                                yet are told from traffic that was not there:
                                Unix seconds, or 2026-01-31T12:00:00Z
  --all                         healthy traffic too
  --by rule|initiator|responder|port|interface
                                what findings are put together by; default the
                                cause and the rule that decided
  --top N                       how many of these to show: in text and Markdown
                                10 in full, in JSON all
  --log-format "<fields>"       the fields of logs without a header line
  --format text|json|ndjson|markdown
                                text for people (default), one JSON document, a
                                JSON line each, or Markdown for a ticket
  --stream                      a JSON line for each finding while the log is
                                read, when its conversations are over; those of
                                one id that come later add to the sums; noise of
                                the internet is one finding, at the end, and
                                what may be noise waits an hour of the log
  --fail-on blocked             exit 1 when something is blocked

Configuration to put beside the log: the output of aws ec2
describe-network-interfaces, describe-security-groups, describe-network-acls,
describe-subnets, describe-vpcs, describe-flow-logs and more; flowcause network
names what is missing.

Exit 0: done. 1: blocked, with --fail-on. 2: nothing could be read.
`,
  check: `flowcause check PATH... --from X --to Y --protocol P [flags]

Says from the configuration alone whether a packet would pass from X to Y and
its answer back, hop by hop, and names everything that stands in the way.

  --from X --to Y               an address, an interface (eni-...) or an
                                instance (i-...)
  --protocol P                  tcp, udp, icmp, icmpv6 or a number
  --port N                      the port of the service
  --source-port N|A-B           the ports of the one who starts; without it, the
                                ephemeral ports that it may use
  --icmp-type T --icmp-code C   without them, an echo request (ping)
  --format text|json            text for people (default), or one JSON document

More questions:
  --from any | --to any | --port any
                                all that reaches Y, all that X reaches, on any
                                port: sets of packets by what becomes of them
  --diff OLD NEW                what became reachable or unreachable from one
                                snapshot to the other; --from, --to, --protocol
                                and --port narrow it
  --assert FILE                 a table of expectations, comma-separated, with
                                the head expect,from,to,protocol,port; expect is
                                allowed or blocked. --format text|junit

Configuration to read: what explain reads, and the output of aws ec2
describe-route-tables, and of describe-... for whatever the routes lead to.

Exit 0: allowed; any: it ran; --diff: nothing changed; --assert: all is met.
1: blocked, or allowed in part; something changed; something is not met.
3: not decided, or an end is not known; what is missing is named. 2: nothing could be read, or the question is unclear.
`,
  coverage: `flowcause coverage PATH... [--format text|json]

Says which interfaces are captured by which flow log and in which fields, which
are not, where this log has gaps or lost records (SKIPDATA), which questions its
fields cannot answer, and prints the aws ec2 create-flow-logs commands that would
change it. Put the output of aws ec2 describe-network-interfaces and
describe-flow-logs beside the log.

  --log-format "<fields>"   the fields of logs without a header line
  --format text|json        text for people (default), or one JSON document

Exit 0: done. 2: nothing could be read.
`,
  lint: `flowcause lint PATH... [--format text|json]

Reads configuration and names, each with its proof: network ACL entries that
never decide or change nothing, security group rules that are there twice, are
covered by others or match nothing, and groups that no interface carries.
Entries of a network ACL are proved one at a time: after removing one, ask
again. What is found of one security group may go together.

Put the output of aws ec2 describe-security-groups, describe-network-acls and
describe-network-interfaces into the folder; flow logs are passed over.

Exit 0: done. 2: nothing could be read.
`,
  conversations: `flowcause conversations PATH... [flags]

Pairs requests with replies and prints one JSON object per line, each as soon as
the conversation is over: {"conversation"}, {"problem"} for what could not be
read; last {"summary"}. Memory holds only the conversations that are not over.

  --src ADDRESS --dst ADDRESS   only traffic from the one to the other
  --protocol P                  tcp, udp, icmp, icmpv6 or a number
  --port N --source-port N      the port of the service, of the one who starts
  --interface eni-...           only what this interface recorded
  --by observation-point        one line for each place that recorded it (default)
  --by journey                  one line wherever it was recorded
  --by group                    one line for all that differ in port and time;
                                these two hold the whole log until the end
  --time-delta S                seconds between records of one conversation; by
                                default two aggregation windows: 120 or 720
  --delta-policy relative|absolute|infinite
                                from the latest record (default), from the first,
                                or however long
  --lateness S|unlimited        how much later than others a record may come; by
                                default one time delta; unlimited holds all
  --log-format "<fields>"       the fields of logs without a header line

Exit 0: done. 2: nothing could be read.
`,
  records: `flowcause records PATH... [flags]

Prints one JSON object per line: {"record", "source", "line"} with AWS's field
names, or {"problem"} for a line that is no record; last {"summary"}.

  --fields "<fields>"       only these fields
  --log-format "<fields>"   the fields of logs without a header line

Exit 0: done. 2: nothing could be read.
`,
  network: `flowcause network PATH... [flags]

Says what was understood of the configuration: how many of each kind, what is
not known and why, security groups that no interface carries or that were not
given, rules that match nothing any more; and the calls of the AWS CLI that
would complete the picture for the logs at hand.

  --commands                those calls as a shell script; they only read
  --log-format "<fields>"   the fields of logs without a header line
  --format text|json        text for people (default), or one JSON document

Exit 0: done. 2: nothing could be read.
`,
  scenario: `flowcause scenario run PATH... [--update]
flowcause scenario new FOLDER --from PATH... [flags]

Asks every scenario folder at or below PATH what its question.json asks, and
compares the answer with its expected.json (facts) and expected.txt (printed).
What is otherwise is shown as a difference: - as promised, + as found now.

  --update                  take what is found now for what is promised

A folder is a scenario when it holds scenario.md; its evidence is network/ and
flow.log. What lies in a folder "fixme" is a known gap and must fail.

scenario new records the logs and configuration at PATH... as such a folder,
with the answer that is found now, and a page to be filled in.

  --question "explain --dst 10.0.2.20 --port 5432"
                            what it asks, explain or check with their flags;
                            without it, what a scenario at PATH asks, or explain
  --title "..."             the heading of the page
  --mask                    replaces account ids, ids, addresses and names,
                            each by the same wherever it stands, and leaves out
                            tags and descriptions, so that the folder can be
                            shared. What lies in a subnet or block still does
  --mask-key TEXT           the same addresses again for the same TEXT, which is
                            to be kept secret; by default each time others
  --log-format "<fields>"   the fields of logs without a header line
  --force                   replaces an earlier recording, but for its page

Exit 0: all as promised; recorded. 1: something is otherwise. 2: nothing to run
or to record.
`,
  codes: `flowcause codes [CODE] [--format text|json]

Without CODE: the catalogue of findings. With CODE: what it means, how it looks
in the log, what to do, and the page of a scenario that shows it.
`,
};
