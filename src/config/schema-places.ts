/** The places of config.json as its schema knows them: what may stand at a path, and where secrets stand in place. */
import { configSchema } from './schema.js';
import { secretSchema } from './secret-schema.js';

/** The part of zod's classes that leads from one schema to those within it. */
interface Schema {
  readonly def?: { readonly innerType?: Schema; readonly valueType?: Schema };
  readonly description?: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
}

type Path = readonly PropertyKey[];

/** @returns the names of the keys that an object at this path may have, whichever of its shapes it has; none where no object may be */
export function keysAt(path: Path): string[] {
  return [...new Set(schemasAt(path).flatMap(({ shape = {} }) => Object.keys(shape)))];
}

/** @returns what the reference says of a key, or null where it says nothing */
export function meaningAt(path: Path): string | null {
  const last = path.at(-1);
  if (typeof last !== 'string') return null;
  const written = schemasAt(path.slice(0, -1)).map(({ shape }) => shape?.[last]?.description);
  return written.find(description => description !== undefined) ?? null;
}

/**
 * Where secrets are written into config.json itself, in place of a variable, a file or a credential.
 * @param json - its content, whether it was checked or not
 * @returns the paths: `mailbox.password`
 */
export function secretsInPlace(json: unknown): string[] {
  return [...new Set(secretsIn(configSchema as unknown as Schema, json, []))];
}

function secretsIn(schema: Schema, value: unknown, path: readonly string[]): string[] {
  if (isSecret(schema)) return typeof value === 'string' ? [path.join('.')] : [];
  if (typeof value !== 'object' || value === null) return [];
  const shapes = shapesOf(schema);
  return Object.entries(value).flatMap(([key, inner]) =>
    shapes.flatMap(shape => {
      const child = childOf(shape, key);
      return child ? secretsIn(unwrapped(child), inner, [...path, key]) : [];
    }),
  );
}

/** A schema that was given a description is a copy with the same definition. */
function isSecret({ def }: Schema): boolean {
  return def === (secretSchema as unknown as Schema).def;
}

function schemasAt(path: Path): Schema[] {
  const top = shapesOf(configSchema as unknown as Schema);
  return path.reduce<Schema[]>(
    (schemas, key) =>
      schemas.flatMap(schema => {
        const child = childOf(schema, String(key));
        return child ? shapesOf(child) : [];
      }),
    top,
  );
}

/** @returns what stands at a key of an object, at any place of a list, or under any name of a record */
function childOf({ shape, element, def }: Schema, key: string): Schema | undefined {
  return shape ? shape[key] : (element ?? def?.valueType);
}

/** The schema without what makes it optional, or each of those it is a choice of. */
function shapesOf(schema: Schema): Schema[] {
  const inner = unwrapped(schema);
  return inner.options?.every(option => typeof option === 'object')
    ? inner.options.flatMap(shapesOf)
    : [inner];
}

function unwrapped(schema: Schema): Schema {
  return schema.def?.innerType ? unwrapped(schema.def.innerType) : schema;
}
