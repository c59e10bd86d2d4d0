import type { NetworkReport, PlacedCall } from '../network-report.js';
import { commandLine, quoted } from '../words/shell.js';

const HEAD = `#!/bin/sh
# Asks AWS for what flowcause does not know yet. Every call only reads: describe, get or search.
# Usage: sh FILE [FOLDER]; answers go into FOLDER (flowcause-input if none is named), one file each.
set -u
AWS_PAGER=''
export AWS_PAGER
folder=\${1:-flowcause-input}
failed=0

# ask SUBFOLDER FILE WORDS...: runs aws WORDS and keeps the answer only if the call succeeded.
ask() {
  place=$folder/$1
  file=$place/$2
  shift 2
  mkdir -p "$place" || exit 1
  if aws "$@" > "$file.part"; then
    mv "$file.part" "$file"
  else
    rm -f "$file.part"
    failed=$((failed + 1))
    printf 'failed: aws %s\\n' "$*" >&2
  fi
}
`;

const FOOT = `
printf 'The answers are in %s. Put the flow logs beside them, or name both: flowcause explain LOGS %s\\n' "$folder" "$folder"
[ "$failed" -eq 0 ]
`;

const ask = ({ account, region, call }: PlacedCall): string =>
  commandLine([
    'ask',
    [account ?? 'account', region ?? 'region'].map(encodeURIComponent).join('/'),
    call.file,
    ...call.words,
    ...(region === null ? [] : ['--region', region]),
    '--output',
    'json',
  ]);

/** Calls of an account run only with its credentials. */
const section = (account: string | null, calls: readonly PlacedCall[]): string =>
  account === null
    ? `\n${calls.map(ask).join('\n')}\n`
    : `
if [ "$caller" = ${quoted(account)} ]; then
${calls.map((it) => `  ${ask(it)}`).join('\n')}
else
  printf 'Left out account %s: the credentials in use are of %s.\\n' ${quoted(account)} "$caller" >&2
fi
`;

/** A shell script that asks for everything that is missing. Ids are quoted, whatever they are. */
export const callScript = ({ calls }: NetworkReport): string => {
  if (calls.length === 0) return '#!/bin/sh\n# Nothing is missing.\n';
  const accounts = [...new Set(calls.map(({ account }) => account))];
  const caller = accounts.every((account) => account === null)
    ? ''
    : '\ncaller=$(aws sts get-caller-identity --query Account --output text) || exit 1\n';
  const sections = accounts.map((account) =>
    section(
      account,
      calls.filter((it) => it.account === account),
    ),
  );
  return `${HEAD}${caller}${sections.join('')}${FOOT}`;
};
