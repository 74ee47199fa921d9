import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebhookConfig } from '../../src/config/config.js';
import { Failure } from '../../src/failure.js';
import type { PostResult } from '../../src/notice/post.js';
import { type Telling, tellByMail, tellByWebhook } from '../../src/notice/tell.js';
import type { Delivery } from '../../src/receipt/smtp-answers.js';
import { failedNotices } from '../../src/store/failed-notices.js';
import { ADA, CHAT, type NoticeWorld, openNoticeWorld, START } from './notice-world.js';

const ACCEPTED = { outcome: 'accepted', answer: '250 ok' } as const;
const UNANSWERED = { outcome: 'unanswered', answer: 'broke off' } as const;
const REFUSED = { outcome: 'refused', answer: '550 no' } as const;

let world: NoticeWorld;
let now: Date;
let went: string[];
let told: string[];
let answers: (Delivery | Failure | 'killed')[];
let posts: (PostResult | 'killed')[];

beforeEach(() => {
  world = openNoticeWorld([ADA, CHAT]);
  now = START;
  went = [];
  told = [];
  answers = [];
  posts = [];
});

afterEach(() => world.remove());

const telling = (): Telling => ({
  connection: world.connection,
  now: () => now,
  listener: (fate, { channel }) => told.push(`${channel} ${fate}`),
  stop: () => false,
});

/** One pass. @param minutes - that have gone by since the last */
async function mail(minutes = 0): Promise<unknown> {
  now = new Date(now.getTime() + minutes * 60_000);
  const transport = {
    async send(_recipient: string, raw: Buffer) {
      went.push(raw.toString());
      const answer = answers.shift() ?? ACCEPTED;
      if (answer === 'killed') return never();
      if (answer instanceof Failure) throw answer;
      return answer;
    },
    close: () => undefined,
  };
  const ada = { name: 'Ada', address: 'Ada@example.test', certificate: null };
  const act = tellByMail(
    [ada],
    transport,
    async ({ messageId, notices }) => Buffer.from(`${messageId} ${notices.length}`),
    telling(),
  );
  return Promise.race([act.catch(error => error), settled()]);
}

/** The process is gone: nothing after the attempt runs. */
const never = () => new Promise<never>(() => undefined);

const settled = () => new Promise(resolve => setTimeout(resolve, 50));

const HOOK: WebhookConfig = {
  name: 'chat',
  url: new URL('https://chat.example.test/hooks/s3cr3t'),
  shape: 'json',
  headers: [],
  events: null,
};

async function post(minutes = 0, hooks = [HOOK]): Promise<unknown> {
  now = new Date(now.getTime() + minutes * 60_000);
  const send = async (_hook: WebhookConfig, _body: object, id: string) => {
    went.push(id);
    const answer = posts.shift() ?? { outcome: 'accepted' as const, answer: 'HTTP 200' };
    return answer === 'killed' ? never() : answer;
  };
  const act = tellByWebhook(hooks, send, { timeZone: 'UTC', sender: 'Us' }, telling());
  return Promise.race([act, settled()]);
}

const state = (index: number) => world.rows()[index];

describe('by mail', () => {
  it('all that is due goes in one mail, once', async () => {
    world.queue([world.report(), world.report(), world.report()]);
    await mail();
    await mail(60);
    expect(went).toHaveLength(1);
    expect(went[0]).toMatch(/ 3$/);
    expect(told).toEqual(['mail sent']);
  });

  it('what the server defers goes later, under the same Message-ID, after a pause', async () => {
    world.queue([world.report()]);
    answers = [{ outcome: 'deferred', answer: '451 later' }];
    await mail();
    await mail();
    expect(went).toHaveLength(1);
    await mail(1);
    expect(went).toHaveLength(2);
    expect(new Set(went).size).toBe(1);
  });

  it('where the program ended in an attempt the mail goes once more at most', async () => {
    world.queue([world.report()]);
    answers = ['killed', 'killed'];
    await mail();
    await mail();
    await mail();
    await mail(600);
    expect(went).toHaveLength(2);
    expect(new Set(went).size).toBe(1);
    expect(failedNotices(world.connection)[0]?.answer).toContain('may have arrived');
  });

  it('where no answer comes twice it goes no third time, and a person is told', async () => {
    world.queue([world.report()]);
    answers = [UNANSWERED, UNANSWERED];
    await mail();
    await mail(10);
    await mail(600);
    expect(went).toHaveLength(2);
    expect(failedNotices(world.connection)).toHaveLength(1);
  });

  it('an answer that was lost counts, also where the next one was a clear no for now', async () => {
    world.queue([world.report()]);
    answers = [UNANSWERED, { outcome: 'deferred', answer: '451 later' }, UNANSWERED];
    for (const minutes of [0, 10, 60, 600, 600]) await mail(minutes);
    expect(went).toHaveLength(3);
    expect(failedNotices(world.connection)[0]?.answer).toContain('may have arrived');
  });

  it('a mail server that can not be used leaves it waiting for the next pass, without end', async () => {
    world.queue([world.report()]);
    for (let pass = 0; pass < 4; pass += 1) {
      answers = [new Failure('unreachable', 'away')];
      expect(await mail(60 * 24)).toBeInstanceOf(Failure);
    }
    await mail();
    expect(told).toEqual(['mail sent']);
  });

  it('what is refused is not tried again', async () => {
    world.queue([world.report()]);
    answers = [REFUSED];
    await mail();
    await mail(600);
    expect(went).toHaveLength(1);
    expect(state(0)).toMatchObject({ state: 'refused', last_answer: '550 no' });
  });

  it('what is deferred for three days is given up', async () => {
    world.queue([world.report()]);
    answers = Array.from({ length: 99 }, () => ({ outcome: 'deferred' as const, answer: '451 later' }));
    for (let pass = 0; pass < 20; pass += 1) await mail(6 * 60);
    expect(told.at(-1)).toBe('mail refused');
    expect(failedNotices(world.connection)[0]?.answer).toBe('451 later; given up');
  });
});

describe('by webhook', () => {
  it('a post without an answer is never repeated, and a person is told that it may have arrived', async () => {
    world.queue([world.report()]);
    posts = [{ outcome: 'unanswered', answer: 'no answer (UND_ERR_SOCKET)' }];
    await post();
    await post(6000);
    expect(went).toHaveLength(1);
    expect(failedNotices(world.connection)[0]?.answer).toBe(
      'chat.example.test: no answer (UND_ERR_SOCKET); it may have arrived',
    );
  });

  it('where the program ended in an attempt nothing is posted again, and a person is told', async () => {
    world.queue([world.report()]);
    posts = ['killed'];
    await post();
    await post(6000);
    expect(went).toHaveLength(1);
    expect(failedNotices(world.connection)[0]?.answer).toContain('may have arrived');
  });

  it('what was surely not taken is posted again under the same id, when the receiver asked for it', async () => {
    world.queue([world.report()]);
    posts = [{ outcome: 'deferred', answer: 'HTTP 429', retryAfter: 600 }];
    await post();
    await post(9);
    expect(went).toHaveLength(1);
    await post(1);
    expect(went).toHaveLength(2);
    expect(new Set(went).size).toBe(1);
    expect(told).toEqual(['webhook deferred', 'webhook sent']);
  });

  it('what is refused is given up', async () => {
    world.queue([world.report()]);
    posts = [{ outcome: 'refused', answer: 'HTTP 404' }];
    await post();
    await post(6000);
    expect(went).toHaveLength(1);
    expect(failedNotices(world.connection)[0]?.answer).toBe('chat.example.test: HTTP 404');
  });

  it('nothing that is kept or told holds more of the URL than its host', async () => {
    world.queue([world.report()]);
    posts = [{ outcome: 'deferred', answer: 'HTTP 500', retryAfter: null }];
    await post();
    expect(JSON.stringify([told, world.rows()])).not.toContain('s3cr3t');
  });
});
