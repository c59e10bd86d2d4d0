import type { Finding } from '../../diagnosis/finding/finding.js';
import { entrySentences, trafficPhrase } from './ends.js';
import type { Wording } from './wording.js';

export const refused: Wording = {
  meaning: 'The host answered the SYN with a reset (RST): it is reached, and it refuses.',
  signature:
    'Two entries, both ACCEPT: SYN (tcp-flags 2) for the request, RST (4) for the reply. That is no REJECT.',
  advice:
    'Start the service, or let it listen on this address and port (`ss -ltn`); a host firewall may answer with a reset too.',
  headline: (finding) => `${trafficPhrase(finding)}: the host refused the connection (RST)`,
  because: (finding) => [
    ...entrySentences(finding),
    'Security groups and network ACLs let both packets pass. The answer to the SYN is a reset (tcp-flags 4), and what a security group or network ACL rejects gets no answer at all: nothing listens on that address and port, or a host firewall refuses.',
    ...(finding.certainty === 'proven'
      ? []
      : [
          finding.seenAt.some(({ side }) => side === 'responder')
            ? 'The records of the interface of the responder do not show all that came before the reset, so it is not sure that its host sent it in answer to this SYN.'
            : 'The records are not those of the responder, so something on the way may have answered in its place.',
        ]),
  ],
  fix: () => [
    'On the host: does the service run, and does it listen on this address (not only on 127.0.0.1) and port (`ss -ltn`)? A rule of a security group or network ACL would change nothing.',
  ],
};

const lacksFlags = ({ seenAt }: Finding): boolean =>
  seenAt.some(({ reverse }) => reverse.ACCEPT?.tcpFlags === null);

/** Where it is only possible, the silence or what came after it is not seen. */
const silenceSentence = (finding: Finding): string =>
  finding.certainty !== 'possible' || lacksFlags(finding)
    ? 'The same connection was accepted before and was then silent for 350 s or more.'
    : 'The connection was opened before, and may have been silent for 350 s by then, as far as the windows of its records tell.';

export const idleReset: Wording = {
  meaning: 'A connection through a NAT gateway was silent for 350 s or more, went on, and got a reset.',
  signature:
    'Entries with ACCEPT, 350 s or more without any, then two with ACCEPT: no SYN for the request, RST (tcp-flags 4) for the reply. It is no REJECT.',
  advice: 'Send something, or TCP keepalives, more often than every 350 s.',
  headline: (finding) =>
    finding.certainty === 'possible'
      ? `${trafficPhrase(finding)}: a connection may have been reset by a NAT gateway after it had been silent`
      : `${trafficPhrase(finding)}: a connection through a NAT gateway was reset after it had been silent`,
  because: (finding) => [
    ...entrySentences(finding),
    silenceSentence(finding),
    'A NAT gateway forgets a connection after 350 s and answers with a reset (RST, not FIN) what goes on after that.',
    lacksFlags(finding)
      ? 'Without tcp-flags the log does not tell a reset from an answer.'
      : 'The far end may have sent the reset as well: the record does not tell.',
  ],
  fix: () => [
    'Send something, or TCP keepalives, more often than every 350 s (on Linux `net.ipv4.tcp_keepalive_time`, and SO_KEEPALIVE set). Rules and routes are fine.',
  ],
};
