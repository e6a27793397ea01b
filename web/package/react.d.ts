import type { ForwardRefExoticComponent, HTMLAttributes, ReactNode, RefAttributes } from 'react';
import type { RelayScope as RelayScopeElement, RelayScopeAttributes, RelayScopeEventMap } from './index.js';

type Written = Omit<RelayScopeAttributes, 'panels' | 'seed' | 'lesson-step'>;
type Taken =
  | 'children' | 'onLoad' | 'onError' | 'onPlay' | 'onPause' | 'onEnded' | 'onRateChange' | 'onSelect'
  | 'onChange' | 'onResize';

/** What the component takes: the element's attributes, and a listener for each of its events. */
export interface RelayScopeProps extends Written, Omit<HTMLAttributes<RelayScopeElement>, Taken> {
  /** The text of a scenario of your own, in place of `scenario` and `src`. */
  text?: string;
  seed?: string | number | bigint;
  panels?: string | readonly string[];
  lessonStep?: number | string;
  autoplay?: boolean;
  loop?: boolean;
  editable?: boolean;
  nohotkeys?: boolean;
  persist?: boolean;
  wasmUrl?: string;
  /** Shown where there is no script, and contents of the slots. */
  children?: ReactNode;
  onReady?(event: RelayScopeEventMap['rs-ready']): void;
  onLoad?(event: RelayScopeEventMap['rs-load']): void;
  onError?(event: RelayScopeEventMap['rs-error']): void;
  onPlay?(event: RelayScopeEventMap['rs-play']): void;
  onPause?(event: RelayScopeEventMap['rs-pause']): void;
  onEnded?(event: RelayScopeEventMap['rs-ended']): void;
  onStep?(event: RelayScopeEventMap['rs-step']): void;
  onSeek?(event: RelayScopeEventMap['rs-seek']): void;
  onRateChange?(event: RelayScopeEventMap['rs-ratechange']): void;
  onLanguage?(event: RelayScopeEventMap['rs-language']): void;
  onEvent?(event: RelayScopeEventMap['rs-event']): void;
  onMarker?(event: RelayScopeEventMap['rs-marker']): void;
  onSelect?(event: RelayScopeEventMap['rs-select']): void;
  onChange?(event: RelayScopeEventMap['rs-change']): void;
  onResize?(event: RelayScopeEventMap['rs-resize']): void;
}

/** `<RelayScope scenario="relay" onStep={…} />`. */
export const RelayScope: ForwardRefExoticComponent<RelayScopeProps & RefAttributes<RelayScopeElement>>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'relay-scope': HTMLAttributes<RelayScopeElement> &
        RefAttributes<RelayScopeElement> &
        RelayScopeAttributes & {
          autoplay?: boolean | '';
          loop?: boolean | '';
          editable?: boolean | '';
          nohotkeys?: boolean | '';
          persist?: boolean | '';
          'wasm-url'?: string;
        };
    }
  }
}
