/**
 * Set-up of every test: nothing reaches out by accident. A connection or a name look-up beyond this machine fails
 * the test that tries it. Programs that a test starts are processes of their own, and not held by this.
 */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const LOCAL = /^(?:localhost|(?:::ffff:)?127(?:\.\d+){3}|::1|\[::1\])$/i;

const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (this: net.Socket, ...parameters: unknown[]) {
  const host = hostOf(parameters);
  if (host !== null && !LOCAL.test(host)) throw new Error(`a test tried to reach ${host}`);
  return Reflect.apply(connect, this, parameters) as net.Socket;
} as typeof connect;

// nodemailer asks a Resolver before it asks lookup, and a Resolver goes to the name server.
for (const asker of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const name of Object.getOwnPropertyNames(asker)) {
    if (/^(?:lookup$|resolve)/.test(name)) guard(asker, name);
  }
}
// Those who imported a function by name get the guarded one, too.
syncBuiltinESMExports();

function guard(asker: object, name: string): void {
  const ask: unknown = Reflect.get(asker, name);
  if (typeof ask !== 'function') return;
  const guarded = function (this: unknown, host: unknown, ...rest: unknown[]): unknown {
    if (typeof host === 'string' && !LOCAL.test(host)) throw new Error(`a test tried to look up ${host}`);
    return Reflect.apply(ask, this, [host, ...rest]);
  };
  Reflect.set(asker, name, Object.assign(guarded, ask));
}

/** net hands its own calls on as one array of normalised arguments. */
function hostOf(parameters: unknown[]): string | null {
  const first: unknown = Array.isArray(parameters[0]) ? parameters[0][0] : parameters[0];
  if (typeof first === 'object' && first !== null) {
    return 'host' in first && typeof first.host === 'string' ? first.host : null;
  }
  return typeof parameters[1] === 'string' ? parameters[1] : null;
}
