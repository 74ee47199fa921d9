/**
 * Whether a host is this machine by its very name, so that nothing sent there crosses a network.
 * @param host - as an operator writes it, or as a URL has it
 */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
