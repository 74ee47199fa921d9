/** The Node.js that runs this. */
import { type CheckResult, failure, ok } from './result.js';

/** As package.json's engines says: the first with what the libraries need. */
const LEAST: readonly [number, number] = [20, 19];

/** Pure. @param version - as `process.versions.node` has it */
export function judgeNode(version: string): CheckResult {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
  return isEnough
    ? ok('node', `Node.js ${version} runs this.`)
    : failure(
        'node',
        'not-possible',
        `Node.js ${version} is too old.`,
        `Install ${LEAST.join('.')} or newer.`,
      );
}
