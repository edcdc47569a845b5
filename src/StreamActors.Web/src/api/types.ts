import type { components } from './schema';

type Schemas = components['schemas'];

export type LiveBatch = Schemas['LiveBatch'];
export type LiveEvent = LiveBatch['events'][number];
export type InputView = NonNullable<LiveEvent['input']>;
export type OutputView = NonNullable<LiveEvent['output']>;
export type StreamView = InputView | OutputView;
export type StateView = InputView['state'];
export type ProtocolView = Schemas['ProtocolViewIReadOnlyList'][number];
export type ChangeView = Schemas['ChangeViewPages']['items'][number];
export type TimelineView = Schemas['TimelineViewPages']['items'][number];
export type PrincipalView = Schemas['PrincipalView'];
export type PreviewView = Schemas['PreviewView'];
export type Kind = 'input' | 'output';
export type Role = 'viewer' | 'operator' | 'editor' | 'admin';
