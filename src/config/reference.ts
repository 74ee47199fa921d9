/**
 * What config.json may hold, for people and for editors: both made from the schema that checks it, so that neither can
 * say what is not so.
 */
import { z } from 'zod';
import { configSchema } from './schema.js';
import { secretSchema } from './secret-schema.js';

/** The part of JSON Schema that ours uses. */
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly additionalProperties?: Node | false;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

/** A key of config.json as a row of the reference. */
export interface KeyRow {
  /** Its path; `[]` stands for each entry of a list. */
  readonly key: string;
  readonly meaning: string;
  /** What may stand there. */
  readonly form: string;
  /** As JSON, or null where the key has none. */
  readonly default: string | null;
  /** Whether what holds the key is a mistake without it. */
  readonly required: boolean;
}

/** JSON Schema (draft 2020-12) of config.json as an operator writes it, for editors. */
export function configJsonSchema(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}

/** Every key that holds a value, in the order of the schema. */
export function keyRows(): KeyRow[] {
  const rows = new Map<string, KeyRow>();
  for (const row of rowsOf(jsonSchema() as Node, '', true)) {
    const met = rows.get(row.key);
    rows.set(row.key, met ? inBoth(met, row) : row);
  }
  return [...rows.values()];
}

/** A key that several shapes of one object have. */
function inBoth(one: KeyRow, another: KeyRow): KeyRow {
  const forms = new Set([...one.form.split(' or '), another.form]);
  return { ...one, form: [...forms].join(' or '), required: one.required && another.required };
}

const TABLE = /(<!-- keys -->\n)[\s\S]*?(<!-- end of keys -->)/;

/** A page of Markdown with the table of today's keys between its two marks. */
export function withKeyTable(page: string): string {
  return page.replace(TABLE, (_, start: string, end: string) => `${start}${keyTable(keyRows())}\n${end}`);
}

function keyTable(rows: readonly KeyRow[]): string {
  const lines = rows.map(
    row => `| \`${row.key}\` | ${inCell(row.meaning)} | ${inCell(row.form)} | ${inCell(defaultOf(row))} |`,
  );
  return ['| key | meaning | form | default |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

function defaultOf({ default: value, required }: KeyRow): string {
  if (value !== null) return `\`${value}\``;
  return required ? '**needed**' : 'none';
}

function inCell(text: string): string {
  return text.replace(/\|/g, '\\|');
}

function jsonSchema(): unknown {
  return z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
}

/** Parts of a mailbox, whose keys stand in the table without it. */
const IN_PLACE_OF_ANOTHER = /^mailboxes\[\]\.(?!name$)/;

function rowsOf(node: Node, path: string, required: boolean): KeyRow[] {
  if (IN_PLACE_OF_ANOTHER.test(path)) return [rowOf(node, path, required)];
  if (node.properties !== undefined) {
    return Object.entries(node.properties).flatMap(([name, child]) =>
      rowsOf(child, path === '' ? name : `${path}.${name}`, node.required?.includes(name) ?? false),
    );
  }
  const entries = node.items?.properties ? rowsOf(node.items, `${path}[]`, false) : [];
  const nested = isValue(node) ? [] : variantsOf(node).flatMap(variant => rowsOf(variant, path, required));
  const inner = [...entries, ...nested];
  if (node.description === undefined) return inner;
  return [rowOf(node, path, required), ...inner];
}

function rowOf(node: Node, path: string, required: boolean): KeyRow {
  return {
    key: path,
    meaning: node.description ?? '',
    form: formOf(node),
    default: node.default === undefined ? null : JSON.stringify(node.default),
    required,
  };
}

/** Whether what stands there is one value, as in contrast to an object in one of several shapes. */
function isValue(node: Node): boolean {
  return isSecret(node) || variantsOf(node).every(({ properties }) => properties === undefined);
}

function variantsOf(node: Node): readonly Node[] {
  return node.anyOf ?? node.oneOf ?? [];
}

const SECRET = JSON.stringify(variantsOf(z.toJSONSchema(secretSchema, { io: 'input' }) as Node));

function isSecret(node: Node): boolean {
  return JSON.stringify(variantsOf(node)) === SECRET;
}

function formOf(node: Node): string {
  if (isSecret(node)) return 'secret';
  if (node.enum) return node.enum.map(value => `\`${value}\``).join(', ');
  if ('const' in node) return `\`${String(node.const)}\``;
  const variants = variantsOf(node);
  if (variants.length > 0) return [...new Set(variants.map(formOf))].join(' or ');
  switch (node.type) {
    case 'array':
      return node.items?.properties ? 'list' : `list: ${formOf(node.items ?? {})}`;
    case 'integer':
      return `${node.minimum} to ${node.maximum}`;
    case 'boolean':
      return '`true` or `false`';
    case 'object':
      return node.additionalProperties ? `object: ${formOf(node.additionalProperties)}` : 'object';
    case 'null':
      return '`null`';
    default:
      return node.format === 'email' ? 'address' : node.format === 'uri' ? 'URL' : 'text';
  }
}
