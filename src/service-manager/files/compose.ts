/**
 * `watch` in a container, as a Compose file. Strings are written as JSON, which is YAML 1.2 too.
 */
import { dirname } from 'node:path/posix';
import { type ServiceFile, WRITTEN_BY } from './service.js';

export interface Container {
  readonly version: string;
  /** Absolute path of config.json on the machine that runs the container. */
  readonly config: string;
  /** The folder that the image is built from, or null where the program was installed without its sources. */
  readonly sources: string | null;
}

/** Where the image has them; the Dockerfile names them too. */
const CONFIG = '/etc/security-inbox';
/** Where the container may write, and keeps what it wrote. */
export const DATA = '/var/lib/security-inbox';

/** compose.yaml, as the Compose specification has it. */
export function composeFile({ version, config, sources }: Container): ServiceFile {
  const build =
    sources === null
      ? '    # Built from the sources: docker build --file deploy/Dockerfile --tag security-inbox .\n'
      : `    build:\n      context: ${text(sources)}\n      dockerfile: deploy/Dockerfile\n`;
  return {
    name: 'compose.yaml',
    text: `${WRITTEN_BY}
services:
  security-inbox:
    image: security-inbox:${version}
${build}    # As the user of the image, 10001, to whom the files of ${CONFIG} have to belong.
    restart: on-failure
    # What is in hand at SIGTERM is finished within 75 seconds.
    stop_grace_period: 90s
    # Passes signals on, and clears up behind processes that ended.
    init: true
    read_only: true
    tmpfs:
      - /tmp:rw,noexec,nosuid,nodev,size=16m
    cap_drop:
      - ALL
    security_opt:
      - no-new-privileges:true
    pids_limit: 100
    # A crash must not leave decrypted mail in a core file.
    ulimits:
      core: 0
    volumes:
      - type: bind
        source: ${text(dirname(config))}
        target: ${CONFIG}
        read_only: true
      # config.json has "database": "${DATA}/security-inbox.sqlite".
      - type: volume
        source: data
        target: ${DATA}
    logging:
      driver: json-file
      options:
        max-size: 10m
        max-file: "5"
volumes:
  data: {}
`,
  };
}

/** Compose fills in variables where it finds a dollar sign. */
function text(path: string): string {
  return JSON.stringify(path.replaceAll('$', '$$$$'));
}
