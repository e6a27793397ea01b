// The component, and the tag itself in JSX.

import { useRef } from 'react';
import type { RelayScope as Element } from 'relayscope';
import { RelayScope } from 'relayscope/react';

export function Lesson() {
  const element = useRef<Element>(null);
  return (
    <figure>
      <RelayScope
        ref={element}
        scenario="bounce"
        panels={['network', 'log']}
        step={12}
        theme="dark"
        className="wide"
        onStep={({ detail }) => console.log(detail.index)}
        onReady={() => element.current?.play()}
      >
        <a href="https://example.org/">Open the simulation</a>
      </RelayScope>
      <relay-scope scenario="relay" controls="basic" loop wasm-url="/wasm" />
      {/* @ts-expect-error there is no such bar */}
      <relay-scope controls="some" />
      {/* @ts-expect-error the theme is not a number */}
      <RelayScope theme={3} />
    </figure>
  );
}
