import { connect, type Socket } from 'node:net';

/** Every socket reads into the same memory: what is read is used before the next read begins. */
const READ_BUFFER = Buffer.alloc(256 * 1024);
/** One source address has about 28,000 ports, and those of closed sockets rest for a minute. */
const SOURCE_ADDRESSES = 16;

let opened = 0;

export interface RawSocket {
  write(bytes: Buffer | string): void;
  /** At once and without a trace, so that its port is free again. */
  destroy(): void;
}

/**
 * Opens a TCP connection to a server on this machine. `onBytes`: the memory is valid until the call returns. `onClosed`: the
 * connection is gone, whoever closed it.
 */
export function openRawSocket(
  port: number,
  onBytes: (bytes: Buffer) => void,
  onClosed: () => void = () => undefined,
): Promise<RawSocket> {
  const localAddress = `127.0.0.${2 + (opened++ % SOURCE_ADDRESSES)}`;
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({
      host: '127.0.0.1',
      port,
      localAddress,
      noDelay: true,
      onread: {
        buffer: READ_BUFFER,
        callback: (length) => {
          onBytes(READ_BUFFER.subarray(0, length));
          return true;
        },
      },
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      // Later errors are those of the server going away at the end of a run.
      socket.on('error', () => undefined);
      socket.once('close', onClosed);
      resolve({ write: (bytes) => socket.write(bytes), destroy: () => socket.resetAndDestroy() });
    });
  });
}
