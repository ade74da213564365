import { describe, expect, it } from 'vitest';
import type { Message } from './message.ts';
import { sentenceOf } from './sentences.ts';
import { Trace } from './trace.ts';

const ask = { type: 'MsgVote', from: 1, term: 2, index: 3, logTerm: 1 } as const;
const beat = { type: 'MsgHeartbeat', from: 1, term: 2, commit: 0 } as const;

describe('the trace of a cluster', () => {
  it('tells apart what is sent twice to the same node', () => {
    const trace = new Trace();
    for (const to of [2, 3, 2, 2]) trace.note({ what: 'sent', message: { ...beat, to } });
    const told = 'its heartbeat as leader of term 2.';
    expect(trace.sentences()).toEqual([
      `Tick 0: node 1 sends nodes 2 and 3 ${told}`,
      `Tick 0: node 1 sends node 2 ${told}`,
      `Tick 0: node 1 sends node 2 ${told}`,
    ]);
  });

  it('tells what happened in sentences, the same message to several nodes as one', () => {
    const trace = new Trace();
    trace.tick = 4;
    trace.note({ what: 'parted', groups: [[1], [2, 3]] });
    trace.note({ what: 'sent', message: { ...ask, to: 2 } });
    trace.note({ what: 'sent', message: { ...ask, to: 3 } });
    trace.note({ what: 'sent', message: { ...beat, to: 3 } });
    trace.tick = 5;
    trace.note({ what: 'sent', message: { ...beat, to: 2 } });
    trace.note({ what: 'arrived', message: { ...ask, to: 2 } });
    trace.note({ what: 'lost', message: { ...ask, to: 3 }, why: 'the link is cut' });
    trace.note({ what: 'doubled', message: { ...beat, to: 2 } });
    trace.note({ what: 'stopped', node: 3 });
    trace.note({ what: 'started', node: 3 });
    trace.note({ what: 'proposed', node: 1, data: 'x' });
    trace.note({ what: 'cut', link: [1, 2] });
    trace.note({ what: 'mended', link: [1, 2] });
    trace.note({ what: 'whole' });
    expect(trace.sentences()).toEqual([
      'Tick 4: the network falls apart: node 1 | nodes 2 and 3.',
      'Tick 4: node 1 asks nodes 2 and 3 for their votes in term 2; its own log ends with entry 3 of term 1.',
      'Tick 4: node 1 sends node 3 its heartbeat as leader of term 2.',
      'Tick 5: node 1 sends node 2 its heartbeat as leader of term 2.',
      'Tick 5: the vote request of node 1 in term 2 reaches node 2.',
      'Tick 5: the vote request of node 1 in term 2 does not reach node 3: the link is cut.',
      'Tick 5: the heartbeat of node 1 in term 2 will reach node 2 twice.',
      'Tick 5: node 3 stops.',
      'Tick 5: node 3 starts.',
      'Tick 5: "x" is proposed to node 1.',
      'Tick 5: the link between nodes 1 and 2 is cut.',
      'Tick 5: the link between nodes 1 and 2 works again.',
      'Tick 5: the network is whole again.',
    ]);
    expect(trace.sentences(12)).toEqual([
      'Tick 5: the link between nodes 1 and 2 works again.',
      'Tick 5: the network is whole again.',
    ]);
  });

  it('has a sentence for each message', () => {
    const entries = [{ index: 4, term: 2, data: 'x' }];
    const answer = { from: 2, to: 1, term: 2 };
    const app = { type: 'MsgApp', from: 1, to: 2, term: 2, index: 3, logTerm: 1 } as const;
    const resp = { ...answer, type: 'MsgAppResp', index: 4, rejectHint: 0, logTerm: 0 } as const;
    const messages: Message[] = [
      { ...ask, to: 2, index: 0, logTerm: 0 },
      { ...answer, type: 'MsgVoteResp', reject: false },
      { ...answer, type: 'MsgVoteResp', reject: true },
      { ...beat, to: 2, commit: 3 },
      { ...answer, type: 'MsgHeartbeatResp' },
      { ...app, entries, commit: 3 },
      { ...app, entries: [], commit: 0, index: 0, logTerm: 0 },
      { ...resp, reject: false },
      { ...resp, reject: true, rejectHint: 2 },
    ];
    expect(messages.map((message) => sentenceOf(message))).toEqual([
      'node 1 asks node 2 for its vote in term 2; its own log is empty',
      'node 2 votes for node 1 in term 2',
      'node 2 refuses node 1 its vote; its term is 2',
      'node 1 sends node 2 its heartbeat as leader of term 2; committed up to 3',
      'node 2 answers the heartbeat of node 1',
      'node 1, leader of term 2, sends node 2 entry 4 (term 2, "x") after entry 3 of term 1; committed up to 3',
      'node 1, leader of term 2, sends node 2 nothing new after the empty log',
      'node 2 has what node 1 has up to entry 4',
      'node 2 refuses the entries of node 1; its term is 2; try entry 2',
    ]);
  });
});
