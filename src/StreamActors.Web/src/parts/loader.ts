import type Mpegts from 'mpegts.js';

/**
 * Brings the player the stream over a WebSocket. The player's own loader throws when it is destroyed while it connects: it closes the socket
 * and still hears that this failed.
 */
export function loaderOf(mpegts: typeof Mpegts): Mpegts.CustomLoaderConstructor {
  const { kConnecting, kBuffering, kComplete, kError } = mpegts.LoaderStatus;
  return class extends mpegts.BaseLoader {
    #socket: WebSocket | null = null;
    #bytes = 0;

    constructor() {
      super('socket');
      this._needStash = true;
    }

    override open(source: Mpegts.MediaSegment) {
      const socket = (this.#socket = new WebSocket(source.url));
      socket.binaryType = 'arraybuffer';
      socket.onopen = () => (this._status = kBuffering);
      socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
        const at = this.#bytes;
        this.#bytes += data.byteLength;
        this.onDataArrival?.(data, at, this.#bytes);
      };
      socket.onclose = () => {
        this._status = kComplete;
        this.onComplete?.(0, this.#bytes - 1);
      };
      socket.onerror = () => {
        this._status = kError;
        // Its types take the table of errors for an error.
        const lost = mpegts.LoaderErrors.EXCEPTION as unknown as Mpegts.LoaderErrors;
        this.onError?.(lost, { code: 0, msg: 'The connection was lost.' });
      };
      this._status = kConnecting;
    }

    override abort() {
      const socket = this.#socket;
      this.#socket = null;
      this._status = kComplete;
      if (!socket) return;
      socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
      socket.close();
    }

    override destroy() {
      this.abort();
      super.destroy();
    }
  };
}
