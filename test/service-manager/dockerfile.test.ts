import { readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';

const DOCKERFILE = readFileSync('deploy/Dockerfile', 'utf8');

/** Instructions of the last stage, which the image consists of. */
const last =
  DOCKERFILE.replace(/\\\n/g, ' ')
    .split(/^FROM /m)
    .at(-1)
    ?.split('\n')
    .filter(line => /^[A-Z]+ /.test(line)) ?? [];

const instructions = (instruction: string) =>
  last.filter(line => line.startsWith(`${instruction} `)).map(line => line.slice(instruction.length + 1));

describe('the Dockerfile', () => {
  it('holds no mistake that a linter knows', () => {
    expect(validate(DOCKERFILE)).toEqual([]);
  });

  it('runs as a user that is not root, by number', () => {
    expect(instructions('USER').at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('takes nothing into the image but what the build made', () => {
    expect(instructions('ADD')).toEqual([]);
    for (const copied of instructions('COPY')) expect(copied).toMatch(/^--from=build /);
    expect(DOCKERFILE).not.toMatch(/^ARG /m);
  });

  it('lets nothing but sources reach the build', () => {
    const lines = readFileSync('deploy/Dockerfile.dockerignore', 'utf8')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('**');
    for (const line of lines.slice(1)) {
      expect(line).toMatch(
        /^!(?:src|fixtures\/demo|LICENSE|CHANGELOG\.md|build\.mjs|(?:package|package-lock|tsconfig|tsconfig\.build)\.json)$/,
      );
    }
  });

  it('gives memory few pools to lie in', () => {
    expect(instructions('ENV')).toContain('MALLOC_ARENA_MAX=2');
  });

  it('asks the program itself whether it is healthy', () => {
    expect(last.join('\n')).toMatch(/HEALTHCHECK .*"health"/);
  });
});
