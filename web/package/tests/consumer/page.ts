// A page in TypeScript that uses everything that is typed.

import { RelayScope, RelayScopeError, connect } from 'relayscope';
import type { RelayScopeEvent, RelayScopeRemote, Snapshot } from 'relayscope';

const element = document.createElement('relay-scope');
element.scenario = 'relay';
element.seed = 7n;
element.playbackRate = 2;

element.addEventListener('rs-event', ({ detail }) => {
  const { kind, host, time }: RelayScopeEvent = detail;
  if (kind === 'bounce') console.log(host?.toUpperCase(), time.toFixed(3));
  // @ts-expect-error there is no such kind
  if (kind === 'explosion') console.log(kind);
});
element.addEventListener('rs-error', ({ detail }) => console.log(detail.code, detail.message));
element.addEventListener('click', (event) => console.log(event.clientX));

export async function walk(): Promise<Snapshot | null> {
  const found = document.querySelector('relay-scope');
  await (found ?? element).ready;
  await element.seek({ marker: 'next' });
  await element.seek({ time: 1.5 });
  // @ts-expect-error a target is named
  await element.seek(3);
  // @ts-expect-error it is read only
  element.stepCount = 3;
  await element.update({ link: ['a.example', 'b.example'], up: false });
  const blob: Blob = await element.toBlob('trace.txt');
  console.log(blob.size, element.snapshot?.hosts[0]?.queue[0]?.nextAttempt);
  return element.snapshot;
}

export async function afar(frame: HTMLIFrameElement): Promise<number> {
  const remote: RelayScopeRemote = await connect(frame);
  remote.addEventListener('rs-step', ({ detail }) => console.log(detail.index));
  await remote.play();
  await remote.set('playbackRate', 4);
  // @ts-expect-error it cannot be set
  await remote.set('duration', 4);
  return remote.get('stepIndex');
}

export const version: string = RelayScope.version;
export const one: 1 = RelayScope.apiVersion;
export const isOurs = (error: unknown) => error instanceof RelayScopeError && error.code;
