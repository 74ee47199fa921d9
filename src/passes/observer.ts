/**
 * Whoever watches over the passes: told at the end of each, good or bad. None of it may hold up or fail a pass, so no
 * method ever throws.
 */
import type { Config } from '../config/config.js';
import type { Failure } from '../failure.js';
import type { PassResult } from './pass.js';

export interface Observer {
  /**
   * A mailbox was read to its end.
   * @param milliseconds - that the pass took
   */
  passed(config: Config, result: PassResult, milliseconds: number): Promise<void>;
  /** A mailbox could not be connected to or read. */
  failed(config: Config, failure: Failure): Promise<void>;
  /** The process ends. */
  close(): Promise<void>;
}
