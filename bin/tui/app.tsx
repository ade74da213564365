import { useInput } from 'ink';
import { useSyncExternalStore } from 'react';
import { type AppState, factsOf, frontScreen, modeOf } from './app-state.ts';
import { Frame } from './components/frame.tsx';
import { ThemeContext } from './components/lines.tsx';
import { type Paper, PaperContext } from './components/paper.ts';
import { footerLine } from './input/key-help.ts';
import { keyNames } from './input/key-press.ts';
import { Exercise, exerciseHeader, exerciseStatus } from './screens/exercise/exercise.tsx';
import { Find, findHeader } from './screens/find/find.tsx';
import { FirstRun } from './screens/first-run/first-run.tsx';
import { Help } from './screens/help/help.tsx';
import { helpPage } from './screens/help/help-page.ts';
import { Home, homeHeader, homeStatus } from './screens/home/home.tsx';
import { Lesson, lessonHeader, lessonStatus } from './screens/lesson/lesson.tsx';
import { Part, partHeader } from './screens/part/part.tsx';
import { titleFor } from './screens/part/part-page.ts';
import { words } from './screens/part/wording.ts';
import {
  Simulation,
  simulationHeader,
  simulationStatus,
} from './screens/simulation/simulation.tsx';
import { TooSmall } from './screens/too-small/too-small.tsx';
import type { Completed } from './session/completed.ts';
import { type OpenScreen, screenFacts, screenMode } from './session/open-screen.ts';
import type { World } from './session/world.ts';
import { type Line, span } from './text/line.ts';
import type { Theme } from './theme.ts';

/** What the app is drawn from: a state that tells when it changes, and takes keys. */
export interface AppSource {
  subscribe(changed: () => void): () => void;
  current(): AppState;
  press(key: string): void;
}

export interface AppProps {
  readonly source: AppSource;
  readonly theme: Theme;
  readonly paper: Paper;
}

/** The whole screen. The only file that knows every screen. */
export function App({ source, theme, paper }: AppProps) {
  const state = useSyncExternalStore(source.subscribe, source.current);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) source.press(name);
  });
  return (
    <ThemeContext.Provider value={theme}>
      <PaperContext.Provider value={paper}>
        <Picture state={state} />
      </PaperContext.Provider>
    </ThemeContext.Provider>
  );
}

function Picture({ state }: { readonly state: AppState }) {
  const { world } = state;
  const mode = modeOf(state);
  if (mode === 'too-small') return <TooSmall size={world.size} />;
  const front = frontScreen(state);
  return (
    <Frame
      size={world.size}
      header={headerOf(front, world)}
      status={statusLine(state)}
      footer={footerLine(mode, factsOf(state), world.size.columns - 2)}
    >
      {state.help ? (
        <Help
          state={state.help}
          page={helpPage(screenMode(front), screenFacts(front, world), world)}
          world={world}
        />
      ) : (
        <Body screen={front} world={world} />
      )}
    </Frame>
  );
}

/** What was just said, or what the screen has to say. */
function statusLine(state: AppState): Line {
  const { says, completed, world } = state;
  if (says) return [span(says, 'warning')];
  const front = frontScreen(state);
  const done = completed && completedLine(completed, front, world);
  return done ?? statusOf(front, world);
}

/** What was completed, where ] goes on to it. */
function completedLine({ component }: Completed, front: OpenScreen, world: World): Line | null {
  if (front.kind !== 'exercise' && front.kind !== 'lesson') return null;
  return [span(words.completed(titleFor(component, true, world)), 'pass')];
}

function Body({ screen, world }: { readonly screen: OpenScreen; readonly world: World }) {
  switch (screen.kind) {
    case 'first-run':
      return <FirstRun state={screen} world={world} />;
    case 'home':
      return <Home state={screen} world={world} />;
    case 'lesson':
      return <Lesson state={screen} world={world} />;
    case 'exercise':
      return <Exercise state={screen} world={world} />;
    case 'simulation':
      return <Simulation state={screen} world={world} />;
    case 'find':
      return <Find state={screen} world={world} />;
    case 'part':
      return <Part state={screen} world={world} />;
  }
}

function headerOf(screen: OpenScreen, world: World): readonly [Line, Line] {
  switch (screen.kind) {
    case 'first-run':
      return [[span('course', 'title')], []];
    case 'home':
      return homeHeader(world);
    case 'lesson':
      return lessonHeader(screen, world);
    case 'exercise':
      return exerciseHeader(screen, world);
    case 'simulation':
      return simulationHeader(screen, world);
    case 'find':
      return findHeader(screen, world);
    case 'part':
      return partHeader(screen, world);
  }
}

function statusOf(screen: OpenScreen, world: World): Line {
  switch (screen.kind) {
    case 'first-run':
    case 'find':
    case 'part':
      return [];
    case 'home':
      return homeStatus(screen, world);
    case 'lesson':
      return lessonStatus(screen, world);
    case 'exercise':
      return exerciseStatus(screen, world);
    case 'simulation':
      return simulationStatus(screen);
  }
}
