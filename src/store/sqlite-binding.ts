/**
 * Which SQLite binding a Node bears.
 *
 * Version 12 is compiled for one Node: against the headers of Node 24.19 and later it ends the process as soon as a
 * statement is collected. Version 13 speaks Node-API and comes compiled in its package, and crashes Node 20, whose Node-API is
 * too old for it. Their interface and the files they write are the same.
 */

const FIRST_NODE_OF_13 = 22;

/**
 * The package to load.
 * @param node - version of Node, as in `process.versions`
 */
export function bindingFor(node: string): 'better-sqlite3' | 'better-sqlite3-node-api' {
  return Number.parseInt(node, 10) >= FIRST_NODE_OF_13 ? 'better-sqlite3-node-api' : 'better-sqlite3';
}
