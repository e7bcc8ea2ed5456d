import { StartError } from './start-error.ts';

const OFFICIAL_BUILD = 'uNetworking/uWebSockets.js#v20.69.0';

/**
 * The server's parts, loaded late: what stands behind `uWebSockets.js` is a binary per platform and Node, and its
 * own failure does not say what to do.
 * @throws StartError with the command that installs the official build.
 */
export async function loadServer(): Promise<typeof import('./main.ts')> {
  try {
    await import('uWebSockets.js');
  } catch (error) {
    const { platform, arch, version } = process;
    throw new StartError(
      [
        `uWebSockets.js has no binary for Node ${version} on ${platform} ${arch}. The build that comes with Headcount is`,
        'for Node 20 and 22 on Linux with glibc, macOS and Windows; the official one is for Node 22, 24 and 26:',
        '',
        `  npm i uWebSockets.js@${OFFICIAL_BUILD}`,
      ].join('\n'),
      { cause: error },
    );
  }
  return import('./main.ts');
}
