/** A moment of the simulation in seconds since its start. */
export type Seconds = number;

/** What kind of event a step is. */
export type EventKind =
  | 'act' | 'send' | 'connect' | 'command' | 'reply' | 'content' | 'queue' | 'relay' | 'retry'
  | 'bounce' | 'deliver' | 'collect' | 'fault' | 'lookup' | 'other';

/** One step of a run. */
export interface RelayScopeEvent {
  /** The position behind it, from 1. */
  readonly index: number;
  readonly time: Seconds;
  readonly kind: EventKind;
  /** At which host; absent for the world as a whole. */
  readonly host?: string;
  /** What happened, in one sentence. */
  readonly text: string;
}

/** A message in a queue. */
export interface WaitingMessage {
  readonly queueId: string;
  /** Empty for a report. */
  readonly reversePath: string;
  readonly forwardPaths: readonly string[];
  readonly attempts: number;
  /** When the next attempt is due; null while one is under way. */
  readonly nextAttempt: Seconds | null;
  /** Whether it is a report of a host, such as a bounce. */
  readonly report: boolean;
}

/** A maildrop that ever held something. */
export interface MaildropState {
  /** The mailbox. */
  readonly name: string;
  readonly messages: number;
  readonly octets: number;
}

/** A host at a moment. */
export interface HostState {
  readonly name: string;
  readonly up: boolean;
  /** Some of its services are stopped. */
  readonly refusing: boolean;
  readonly queue: readonly WaitingMessage[];
  readonly maildrops: readonly MaildropState[];
}

/** The world at the position that is shown. */
export interface Snapshot {
  readonly time: Seconds;
  readonly step: number;
  readonly hosts: readonly HostState[];
}

/** Which kind of thing went wrong. */
export type ErrorCode =
  | 'argument' | 'attribute' | 'scenario' | 'link' | 'message' | 'file' | 'fetch' | 'lesson' | 'failure' | 'gone'
  | (string & {});

/** A place in a text, as indices of a JavaScript string. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An error of the element. */
export class RelayScopeError extends Error {
  constructor(code: ErrorCode, message: string, span?: Span);
  readonly code: ErrorCode;
  readonly span?: Span;
}

/** Where to go: give one. */
export type Target =
  | { step: number }
  | { event: number }
  | { time: Seconds }
  | { marker: 'next' | 'previous' };

/** What is to be reported of a message (RFC 3461). */
export type Report = 'success' | 'failure' | 'delay';

/** A message to send: to, cc or bcc name somebody. */
export interface Letter {
  from: string;
  /** Addresses, with commas between them, or one by one. */
  to?: string | readonly string[];
  cc?: string | readonly string[];
  /** They are in the envelope, and in no header. */
  bcc?: string | readonly string[];
  /** The reverse-path, to which bounces go, or `<>` for none; by default `from`. */
  envelopeFrom?: string;
  subject?: string;
  body?: string;
  /** What is to be reported; by default what hosts usually do. */
  notify?: 'never' | Report | readonly Report[];
  /** The server whose queue it enters, whoever it says it is from. */
  via?: string;
}

/** What to change in the world now. */
export type Change =
  | { host: string; up?: boolean; online?: boolean }
  | { link: readonly [string, string]; restore: true }
  | {
      link: readonly [string, string];
      up?: boolean;
      /** How long an octet takes to the other end. */
      latency?: Seconds;
      /** By how much that varies. */
      jitter?: Seconds;
      /** Octets per second; 0 is no limit. */
      rate?: number;
      /** The part of the segments that is lost and sent again: 0 to 0.9. */
      loss?: number;
    };

/** A run as plain JSON: made by `getState`, and opaque but for that. */
export type State = Readonly<Record<string, unknown>>;

/** Whether a link leads to this very place, and not to the start; true when left out. */
export interface Pinned {
  pin?: boolean;
}

/** The details of the element's events, by their names. */
export interface RelayScopeEventDetails {
  'rs-ready': Readonly<Record<string, never>>;
  'rs-load': { readonly scenario: string; readonly title: string };
  'rs-error': {
    readonly code: ErrorCode;
    readonly message: string;
    /** Where in the text of the scenario. */
    readonly span?: Span;
  };
  'rs-play': Readonly<Record<string, never>>;
  'rs-pause': Readonly<Record<string, never>>;
  'rs-ended': Readonly<Record<string, never>>;
  'rs-step': { readonly index: number; readonly time: Seconds; readonly events: readonly RelayScopeEvent[] };
  'rs-seek': { readonly index: number; readonly time: Seconds };
  'rs-language': { readonly language: string };
  'rs-ratechange': { readonly playbackRate: number };
  'rs-event': RelayScopeEvent;
  'rs-marker': {
    readonly index: number;
    /** What happened, or that a step of a lesson is read now. */
    readonly kind: EventKind | 'lesson-step';
    /** Which step of the lesson, from 1. */
    readonly lessonStep?: number;
  };
  'rs-select': { readonly kind: string; readonly id: string };
  'rs-change': Readonly<Record<string, never>>;
  'rs-resize': { readonly height: number };
}

/** The element's events. */
export type RelayScopeEventMap = {
  [Name in keyof RelayScopeEventDetails]: CustomEvent<RelayScopeEventDetails[Name]>;
};

/** Attributes of the tag, as they are written in HTML. */
export interface RelayScopeAttributes {
  /** The name of a built-in scenario. */
  scenario?: string;
  /** The address of a scenario file. */
  src?: string;
  /** A whole number below 2^64, in decimal. */
  seed?: string;
  /** The position to start at; it does not play by itself. */
  step?: string | number;
  /** The step of a lesson to begin with, from 1. */
  'lesson-step'?: string | number;
  /** The moment to start at, such as `12.5s` or `3h`. */
  at?: string;
  /** From 0.1 to 16. */
  speed?: string | number;
  controls?: 'full' | 'basic' | 'none';
  /** Names from `network timeline log mailboxes inspector editor`, with spaces between them. */
  panels?: string;
  /** What the panel beside the map shows at first. */
  tab?: 'session' | 'hosts' | 'messages' | 'mailboxes' | 'dns' | 'console';
  layout?: 'auto' | 'ring' | 'layered' | 'manual';
  theme?: 'auto' | 'light' | 'dark' | 'contrast';
  loading?: 'lazy' | 'eager';
  reveal?: 'auto' | 'interaction';
  /** The address of a picture that is shown before the start. */
  poster?: string;
  /** What screen readers call it. */
  label?: string;
  /** Keys without a meaning here, such as `nospace no.`. */
  hotkeys?: string;
}

/** The element `<relay-scope>`. Methods wait until they can be carried out. */
export class RelayScope extends HTMLElement {
  static readonly version: string;
  static readonly apiVersion: 1;
  /** Where the Wasm is, for all elements that do not say so themselves. */
  static wasmUrl: string | undefined;
  /** The address of a page of relayscope: links and embedding codes lead there. */
  static home: string | undefined;
  /** Registers the class; a second time does nothing. */
  static define(tag?: string): typeof RelayScope;

  /** The name of a built-in scenario, or the text of one. */
  get scenario(): string;
  set scenario(source: string | { text: string });
  src: string;
  at: string;
  controls: string;
  panels: string;
  tab: string;
  layout: string;
  editable: boolean;
  theme: string;
  loading: string;
  reveal: string;
  poster: string;
  label: string;
  hotkeys: string;
  noHotkeys: boolean;
  autoplay: boolean;
  loop: boolean;
  persist: boolean;
  wasmUrl: string;
  get seed(): string;
  set seed(seed: string | number | bigint);
  currentTime: Seconds;
  readonly duration: Seconds;
  stepIndex: number;
  readonly stepCount: number;
  /** The step of a lesson that is read, from 1; 0 where none is. */
  lessonStep: number;
  playbackRate: number;
  readonly paused: boolean;
  readonly ended: boolean;
  /** 0 nothing, 1 loading, 2 the application is there, 3 the scenario is loaded. */
  readonly readyState: 0 | 1 | 2 | 3;
  readonly snapshot: Snapshot | null;
  readonly events: readonly RelayScopeEvent[];
  readonly error: RelayScopeError | null;
  readonly ready: Promise<this>;

  addEventListener<Name extends keyof RelayScopeEventMap>(
    type: Name,
    listener: (this: RelayScope, event: RelayScopeEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: RelayScope, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof RelayScopeEventMap>(
    type: Name,
    listener: (this: RelayScope, event: RelayScopeEventMap[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: RelayScope, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** What an element can be asked for, and a frame by messages too. */
export interface Methods {
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
  /** The address of a page that shows the same. */
  shareUrl(options?: Pinned): Promise<string>;
  /** The same as markup. */
  embedCode(options?: Pinned & { kind?: 'element' | 'iframe' }): Promise<string>;
  /** `scenario.toml`, `trace.txt`, `trace.json`, `csv`, `eml`, `mbox`, `pcapng`, `svg` or `png`. */
  toBlob(name?: string): Promise<Blob>;
}

export interface RelayScope extends Methods {}

export { RelayScopeRemote, RelayScopeRemoteError, connect } from './connect.js';

declare global {
  interface HTMLElementTagNameMap {
    'relay-scope': RelayScope;
  }
}
