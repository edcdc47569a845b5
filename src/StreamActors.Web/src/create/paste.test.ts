import { describe, expect, it } from 'vitest';
import { recognize, withLatency } from './paste';

describe('a pasted text', () => {
  it('may be a URL', () => {
    expect(recognize(' rtmp://a.example/app \n')).toEqual({ url: 'rtmp://a.example/app', secrets: {} });
    expect(recognize('nothing of the kind')).toBeNull();
  });

  it('may be the two lines of OBS', () => {
    const found = { kind: 'output', url: 'rtmp://a.example/live2', secrets: { key: 'abcd-1234' }, what: 'obs' };
    expect(recognize('rtmp://a.example/live2\nabcd-1234')).toEqual(found);
    expect(recognize('Server: rtmp://a.example/live2\r\nStream Key: abcd-1234\r\n')).toEqual(found);
  });

  it('may be a command of FFmpeg, of which the destination counts', () => {
    expect(recognize('ffmpeg -re -i in.mp4 -c copy -f flv "rtmp://a.example/app/key"')).toMatchObject({
      kind: 'output',
      url: 'rtmp://a.example/app/key',
      what: 'ffmpeg',
    });
    expect(recognize('/usr/bin/ffmpeg -i srt://cam:9000 \\\n -c copy out.ts')).toMatchObject({
      kind: 'input',
      url: 'srt://cam:9000',
    });
    expect(recognize('ffplay udp://239.0.0.1:5000')).toMatchObject({ kind: 'input', url: 'udp://239.0.0.1:5000' });
    expect(recognize('ffmpeg -i in.mp4 out.ts')).toBeNull();
  });

  it('loses its passwords to fields of their own', () => {
    expect(recognize('srt://peer:9000?mode=caller&passphrase=long%20secret&latency=200')).toMatchObject({
      url: 'srt://peer:9000?mode=caller&latency=200',
      secrets: { passphrase: 'long secret' },
    });
    expect(recognize('srt://peer:9000?passphrase=long-secret')).toMatchObject({ url: 'srt://peer:9000' });
    expect(recognize('rtsp://ann:pa%3Ass@cam/1')).toMatchObject({
      url: 'rtsp://ann@cam/1',
      secrets: { password: 'pa:ss' },
    });
  });

  it('is asked about when its latency is in microseconds', () => {
    expect(recognize('srt://peer:9000?latency=200000')?.latencyMs).toBe(200);
    expect(recognize('srt://peer:9000?latency=200')?.latencyMs).toBeUndefined();
    expect(withLatency('srt://peer:9000?latency=200000&x=1', 200)).toBe('srt://peer:9000?latency=200&x=1');
  });

  it('is told when it is a page for people', () => {
    for (const page of ['https://www.youtube.com/watch?v=x', 'https://youtu.be/x', 'https://www.twitch.tv/somebody'])
      expect(recognize(page)?.isPage).toBe(true);
    expect(recognize('https://origin.example/live.m3u8')?.isPage).toBeUndefined();
  });
});
