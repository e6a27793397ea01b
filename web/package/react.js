'use client';
// The element as a component of React.

import { createElement, forwardRef, useEffect, useImperativeHandle, useRef } from 'react';
import './relayscope.js';

/** Properties of the component that are attributes of the element, and those attributes. */
const ATTRIBUTES = {
  scenario: 'scenario',
  src: 'src',
  seed: 'seed',
  step: 'step',
  lessonStep: 'lesson-step',
  at: 'at',
  speed: 'speed',
  autoplay: 'autoplay',
  loop: 'loop',
  controls: 'controls',
  panels: 'panels',
  tab: 'tab',
  layout: 'layout',
  editable: 'editable',
  theme: 'theme',
  lang: 'lang',
  loading: 'loading',
  reveal: 'reveal',
  poster: 'poster',
  label: 'label',
  nohotkeys: 'nohotkeys',
  hotkeys: 'hotkeys',
  persist: 'persist',
  wasmUrl: 'wasm-url',
};

/** Properties that are called, and the events that they are called for. */
const LISTENERS = {
  onReady: 'rs-ready',
  onLoad: 'rs-load',
  onError: 'rs-error',
  onPlay: 'rs-play',
  onPause: 'rs-pause',
  onEnded: 'rs-ended',
  onStep: 'rs-step',
  onSeek: 'rs-seek',
  onRateChange: 'rs-ratechange',
  onLanguage: 'rs-language',
  onEvent: 'rs-event',
  onMarker: 'rs-marker',
  onSelect: 'rs-select',
  onChange: 'rs-change',
  onResize: 'rs-resize',
};

/** `<RelayScope scenario="relay" onStep={…} />`; `text` is the text of a scenario of your own. */
export const RelayScope = forwardRef(function RelayScope({ text, children, ...props }, ref) {
  const own = useRef(null);
  const called = useRef(props);
  const attributes = {};
  const others = {};
  for (const [name, value] of Object.entries(props)) {
    // Not to be editable is more than to say nothing of it.
    if (name === 'editable' && value === false) attributes.editable = 'false';
    else if (name in ATTRIBUTES) attributes[ATTRIBUTES[name]] = written(value);
    else if (!(name in LISTENERS)) others[name] = value;
  }
  // Versions of React differ in what they do about a tag of somebody else's: they make the first
  // attributes, and every later change is ours.
  const first = useRef(attributes);

  useImperativeHandle(ref, () => own.current, []);
  useEffect(() => {
    called.current = props;
  });
  useEffect(() => {
    const element = own.current;
    const ends = Object.entries(LISTENERS).map(([property, event]) => {
      const listener = (it) => called.current[property]?.(it);
      element.addEventListener(event, listener);
      return () => element.removeEventListener(event, listener);
    });
    return () => ends.forEach((end) => end());
  }, []);
  useEffect(() => {
    for (const name of Object.values(ATTRIBUTES)) {
      const value = attributes[name];
      if (value === undefined) own.current.removeAttribute(name);
      else if (own.current.getAttribute(name) !== value) own.current.setAttribute(name, value);
    }
  });
  useEffect(() => {
    // What is wrong with it comes as an event.
    if (text !== undefined) own.current.load(text, { seed: props.seed }).catch(() => {});
  }, [text]);

  return createElement('relay-scope', { ...others, ...first.current, ref: own }, children);
});

/** A value as an attribute holds it; undefined for none. */
function written(value) {
  if (value === undefined || value === null || value === false) return undefined;
  if (value === true) return '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}
