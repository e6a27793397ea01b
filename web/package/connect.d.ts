import type {
  Change, ErrorCode, Letter, Pinned, RelayScope, RelayScopeEventMap, State, Target,
} from './index.js';

/** What went wrong at the other end. */
export class RelayScopeRemoteError extends Error {
  constructor(error?: { code?: ErrorCode; message?: string });
  readonly code: ErrorCode;
}

/** Properties that can be read from afar. */
export type Readable =
  | 'scenario' | 'seed' | 'currentTime' | 'duration' | 'stepIndex' | 'stepCount' | 'playbackRate'
  | 'paused' | 'ended' | 'readyState' | 'snapshot' | 'events';

/** Properties that can be set from afar. */
export type Writable = 'playbackRate';

/** The relayscope in a frame: dispatches the element's events, with their names and details. */
export class RelayScopeRemote extends EventTarget {
  private constructor();
  /** The version at the other end. */
  readonly version: string;
  /** When the scenario is loaded; rejected when it cannot be. */
  readonly ready: Promise<this>;

  get<Name extends Readable>(name: Name): Promise<RelayScope[Name]>;
  set<Name extends Writable>(name: Name, value: RelayScope[Name]): Promise<void>;

  load(source: string | { text: string }, options?: { seed?: string | number | bigint }): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  toggle(): Promise<void>;
  step(steps?: number): Promise<void>;
  stepBack(steps?: number): Promise<void>;
  seek(to: Target): Promise<void>;
  reset(options?: { seed?: string | number | bigint }): Promise<void>;
  send(letter: Letter): Promise<void>;
  update(change: Change): Promise<void>;
  getState(): Promise<State>;
  setState(state: State): Promise<void>;
  shareUrl(options?: Pinned): Promise<string>;
  embedCode(options?: Pinned & { kind?: 'element' | 'iframe' }): Promise<string>;
  toBlob(name?: string): Promise<Blob>;
  focus(): Promise<void>;
  /** Hears and asks nothing any more; what was not answered yet is rejected. */
  close(why?: string): void;

  addEventListener<Name extends keyof RelayScopeEventMap>(
    type: Name,
    listener: (this: RelayScopeRemote, event: RelayScopeEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Connects to the relayscope in a frame, which may still be loading. */
export function connect(frame: HTMLIFrameElement): Promise<RelayScopeRemote>;

export const METHODS: readonly string[];
export const READABLE: readonly Readable[];
export const WRITABLE: readonly Writable[];
export const EVENTS: readonly (keyof RelayScopeEventMap)[];
