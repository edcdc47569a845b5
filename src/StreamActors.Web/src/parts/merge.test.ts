import { describe, expect, it } from 'vitest';
import { merge } from './merge';

describe('a merge patch', () => {
  it('has only what changed, and removes by null', () => {
    expect(merge({ a: 1, b: 'x', c: null }, { a: 1, b: 'y', c: null })).toEqual({ b: 'y' });
    expect(merge({ a: 'x' }, { a: null })).toEqual({ a: null });
    expect(merge({ a: null }, { a: undefined })).toEqual({});
    expect(merge({}, { a: null })).toEqual({ a: null });
  });

  it('goes into tables and replaces lists', () => {
    expect(merge({ labels: { a: '1', b: '2' }, to: ['x'] }, { labels: { a: '1', c: '3' }, to: ['y'] })).toEqual({
      labels: { b: null, c: '3' },
      to: ['y'],
    });
    expect(merge({ labels: {}, to: [] }, { labels: {}, to: [] })).toEqual({});
  });
});
