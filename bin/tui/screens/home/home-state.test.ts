import { expect, it } from 'vitest';
import {
  type HomeAction,
  type HomeList,
  type HomeState,
  homeReduced,
  openedHome,
} from './home-state.ts';

const item = (component: string, number: number, line: number) => ({
  item: { kind: 'lesson' as const, id: `${component}/${number}` },
  component,
  line,
  words: `${component} lesson ${number}`,
});
/** Three parts of five lessons; each part has a title and, but the first, air above it. */
const list: HomeList = {
  items: ['etcd', 'apiserver', 'kubelet'].flatMap((component, part) =>
    [0, 1, 2, 3, 4].map((number) => item(component, number, 1 + part * 7 + number)),
  ),
  length: 20,
  height: 8,
};

function after(...actions: HomeAction[]): HomeState {
  const home = openedHome(list.items[0]!.item);
  return actions.reduce((state, action) => homeReduced(state, action, list), home);
}
const selected = (state: HomeState) => state.selected?.id;
const move = (binding: string): HomeAction => ({ type: 'move', binding });

it('the selection moves over titles and stops at the ends', () => {
  expect(selected(after(move('down')))).toBe('etcd/1');
  expect(selected(after(move('page-down')))).toBe('apiserver/1');
  expect(selected(after(move('up')))).toBe('etcd/0');
  expect(selected(after(move('bottom')))).toBe('kubelet/4');
});

it('what is selected is in sight', () => {
  const keys = ['down', 'page-down', 'page-down', 'up', 'bottom', 'page-up', 'top'];
  let state = openedHome(null);
  for (const key of keys) {
    state = homeReduced(state, move(key), list);
    const row = list.items.find(({ item: each }) => each.id === selected(state))!.line - state.top;
    expect(row).toBeGreaterThanOrEqual(0);
    expect(row).toBeLessThan(list.height);
  }
});

it('left goes to the beginning of a part first, then to the part before', () => {
  const back: HomeAction = { type: 'go-to-part', by: -1 };
  const there = [{ type: 'go-to-part', by: 1 } as const, move('down'), move('down')];
  expect(selected(after(...there, back))).toBe('apiserver/0');
  expect(selected(after(...there, back, back))).toBe('etcd/0');
  expect(selected(after(...there, back, back, back))).toBe('etcd/0');
});

it('a cancelled search selects what was selected before', () => {
  const search: HomeAction[] = [
    { type: 'start-search' },
    { type: 'type-query', query: 'kubelet lesson 3' },
  ];
  expect(selected(after(move('down'), ...search))).toBe('kubelet/3');
  expect(selected(after(move('down'), ...search, { type: 'cancel-search' }))).toBe('etcd/1');
});
