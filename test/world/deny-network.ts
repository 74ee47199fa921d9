/**
 * Set-up of every test: nothing reaches out by accident. A connection or a name look-up beyond this machine fails
 * the test that tries it.
 */
import dns from 'node:dns';
import net from 'node:net';

const LOCAL = /^(?:localhost|127(?:\.\d+){3}|::1|\[::1\])$/;

const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (this: net.Socket, ...parameters: unknown[]) {
  const host = hostOf(parameters);
  if (host !== null && !LOCAL.test(host)) throw new Error(`a test tried to reach ${host}`);
  return Reflect.apply(connect, this, parameters) as net.Socket;
} as typeof connect;

const lookup = dns.lookup;

dns.lookup = Object.assign((name: string, ...rest: unknown[]) => {
  if (!LOCAL.test(name)) throw new Error(`a test tried to look up ${name}`);
  return Reflect.apply(lookup, dns, [name, ...rest]);
}, lookup) as typeof lookup;

/** net hands its own calls on as one array of normalised arguments. */
function hostOf(parameters: unknown[]): string | null {
  const first: unknown = Array.isArray(parameters[0]) ? parameters[0][0] : parameters[0];
  if (typeof first === 'object' && first !== null) {
    return 'host' in first && typeof first.host === 'string' ? first.host : null;
  }
  return typeof parameters[1] === 'string' ? parameters[1] : null;
}
