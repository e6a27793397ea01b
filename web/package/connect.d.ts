import type { ErrorCode, Methods, RelayScope, RelayScopeEventMap } from './index.js';

/** What went wrong at the other end. */
export class RelayScopeRemoteError extends Error {
  constructor(error?: { code?: ErrorCode; message?: string });
  readonly code: ErrorCode;
}

/** Properties that can be read from afar. */
export type Readable =
  | 'scenario' | 'seed' | 'currentTime' | 'duration' | 'stepIndex' | 'lessonStep' | 'stepCount' | 'playbackRate'
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

export interface RelayScopeRemote extends Methods {}

/** Connects to the relayscope in a frame, which may still be loading. */
export function connect(frame: HTMLIFrameElement): Promise<RelayScopeRemote>;

export const METHODS: readonly string[];
export const READABLE: readonly Readable[];
export const WRITABLE: readonly Writable[];
export const EVENTS: readonly (keyof RelayScopeEventMap)[];
