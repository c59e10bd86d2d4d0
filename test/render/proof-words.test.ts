import { describe, expect, it } from 'vitest';
import { proofSentence } from '../../src/render/remedy/remedy-words.js';
import { answers, explainBy, request } from '../diagnosis/by-hand.js';

const proofs = (documents: readonly unknown[]): readonly string[] =>
  explainBy(documents, [request({ action: 'REJECT' })])
    .findings.flatMap(({ remedies }) => remedies)
    .map(proofSentence);

const closed = answers({ groupB: { in: [] }, aclB: { in: [] } });

describe('the proof of a remedy', () => {
  it('names what was not checked and the call that supplies it', () => {
    const withoutSubnetOfA = closed.map((one) => {
      const acls = one.NetworkAcls as readonly { readonly NetworkAclId: string }[] | undefined;
      return acls === undefined ? one : { NetworkAcls: acls.filter((acl) => acl.NetworkAclId !== 'acl-a') };
    });
    const [sentence, ...more] = proofs(withoutSubnetOfA);
    expect(more).toEqual([]);
    expect(sentence).toMatch(
      /^Not fully checked: with these changes made, nothing known blocks it, but what the input leaves out was not checked \(the network ACL of \S+: aws ec2 describe-network-acls[^)]*\)\.$/,
    );
  });

  it('says nothing of the kind where all was given', () => {
    const [sentence] = proofs(closed);
    expect(sentence).toMatch(/^Checked: /);
  });
});
