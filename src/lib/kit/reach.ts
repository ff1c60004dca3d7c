/** Which addresses lead somewhere from another device. */

/** `localhost`, and whatever else means the very machine on which it is opened. */
export function isThisMachine(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(host);
}

/** Where the app is opened on other devices: where it is here, unless only this machine can; the server has it too. */
export const originForOthers = (here: string, server: string | undefined): string =>
  server !== undefined && isThisMachine(here) && !isThisMachine(server) ? new URL(server).origin : here;
