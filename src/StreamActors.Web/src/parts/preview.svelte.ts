import type Mpegts from 'mpegts.js';
import { ask, respond } from '../api/ask';
import { Problem } from '../api/problem';
import type { PreviewView } from '../api/types';
import type { Row } from '../live/store.svelte';
import { loaderOf } from './loader';

/** The row whose page shows its preview: nothing is sent for any other. */
class Preview {
  of = $state<string | null>(null);

  toggle(row: Row) {
    this.of = this.of === row.key ? null : row.key;
  }
}

export const preview = new Preview();

export interface Told {
  /** The browser cannot play it; null if it is not known which codec is to blame. */
  cannot: (codec: string | null) => void;
  /** The connection ended, or was refused. */
  ended: (why: Problem | null) => void;
}

/** Plays the stream of an input, as late as 0.7 s, until it is stopped. The player is loaded with the first preview. */
export function play(path: string, video: HTMLVideoElement, told: Told): () => void {
  let player: Mpegts.Player | null = null;
  let isOver = false;
  const begin = async () => {
    const ticket = await ask<PreviewView>('POST', `${path}/preview`);
    if (isOver) return;
    if (ticket.unplayable) return told.cannot(ticket.unplayable);
    const { default: mpegts } = await import('mpegts.js');
    if (isOver) return;
    if (!mpegts.getFeatureList().mseLivePlayback) return told.cannot(null);
    mpegts.LoggingControl.enableAll = false;
    const url = `${location.origin.replace(/^http/, 'ws')}/api/v1/preview?ticket=${ticket.ticket}`;
    const created = mpegts.createPlayer(
      { type: 'mpegts', isLive: true, url },
      {
        enableStashBuffer: false,
        enableWorker: false,
        liveSync: true,
        liveSyncTargetLatency: 0.7,
        liveSyncMaxLatency: 1.5,
        autoCleanupSourceBuffer: true,
        customLoader: loaderOf(mpegts),
      },
    );
    player = created;
    created.on(mpegts.Events.ERROR, (type: string) => {
      if (!isOver) (type === mpegts.ErrorTypes.NETWORK_ERROR ? told.ended : told.cannot)(null);
    });
    created.on(mpegts.Events.LOADING_COMPLETE, () => isOver || told.ended(null));
    created.attachMediaElement(video);
    created.load();
    await created.play();
  };
  void begin().catch((failure) => isOver || told.ended(failure instanceof Problem ? failure : null));
  return () => {
    isOver = true;
    player?.pause();
    player?.destroy();
  };
}

/** A picture of an input as it is now, as the URL of a blob. */
export async function still(path: string): Promise<string> {
  return URL.createObjectURL(await (await respond('GET', `${path}/still.jpg`)).blob());
}
