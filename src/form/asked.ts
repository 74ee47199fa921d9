/** What a request asks for, by its address and header. */
import type { Context } from 'hono';
import { CHECK } from './page.js';

/** Whether what is missing is to be shown, and nothing recorded. */
export function isCheck(context: Context): boolean {
  return context.req.query(CHECK) !== undefined;
}

/** Whether it is the page's script that asks. */
export function wantsJson(context: Context): boolean {
  return context.req.header('Accept') === 'application/json';
}

/** Bytes of the body as the header gives them; null where it does not. */
export function lengthOf(context: Context): number | null {
  const length = context.req.header('Content-Length') ?? '';
  return /^\d{1,15}$/.test(length) ? Number(length) : null;
}
