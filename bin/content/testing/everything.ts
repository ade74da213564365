/** A lesson with everything that a lesson may hold. */
export const everything = `---
title: Revisions, or why etcd never forgets
summary: Every change gets a number, and the number is what watchers, locks and resource versions rest on.
minutes: 12
sources:
  - etcd v3.4.23, mvcc/kvstore.go
  - {title: "In Search of an Understandable Consensus Algorithm, section 5.2", url: "https://raft.github.io/raft.pdf"}
outdated:
  - {was: "Kubernetes keeps its objects in etcd v2, as a tree of directories.", now: "etcd v3 is flat; a directory is only a common start of keys."}
---

## The problem

A watcher that was away for *one second* must not miss a change, so the store **keeps history** until it is told to forget it: see \`compact\` and the [[lease]] of [the API guarantees](https://etcd.io/docs/v3.4/learning/api_guarantees/), or https://etcd.io. 版本号 &lt; 5 \\* 2.

\`\`\`diagram
alt: Three changes in a row, numbered 2, 3 and 4; a watcher reads from 3 on.

   put a     put b     delete a
  --2---------3-----------4------> revision
              ^
              └── watcher
\`\`\`

### In small steps

1. A write takes the next revision. This sentence is long enough to reach the next line of a terminal.
2. It is stored under that revision:
   - the key,
   - the \`value\`.

A loose list:

- first

  with a second paragraph
- [x] done
- [ ] not done

| Field | Counts | Remark |
|:------|-------:|:------:|
| create_revision | 2 | set when the key appears, and again after it was deleted |
| \`version\` | 1 | starts anew |

\`\`\`go
func (s *store) Put(key, value []byte) (rev int64)
\`\`\`

> [!NOTE]
> The empty store has revision **1**.

> [!HISTORY]
> In etcd v2 it was called the *index*.
>
> - and it was 64 bits as well

> A plain quote.

---

\`\`\`simulation
etcd/mvcc-store
\`\`\`

\`\`\`quiz
- id: same-value
  question: A key is set to the value that it already has. Does the **revision** change, and what does a watcher see of it?
  choices:
    - text: No; nothing has changed.
      why: The store does not compare values.
    - text: Yes; a put is a put, and the watcher gets an event with the same value and a higher version.
      correct: true
      why: Each write is a revision, whatever it writes.
- id: missing
  question: And \`delete\` of a key that is not there?
  choices:
    - {text: "No revision.", correct: true, why: "Nothing was written."}
    - {text: "A revision.", why: "Only writes make one."}
\`\`\`

The end.

\`\`\`quiz
- id: third
  question: Is this question number three?
  choices: [{text: "Yes", correct: true, why: "It counts on."}, {text: "No", why: "It does not start anew."}]
\`\`\`
`;

/** The words that it marks. */
export const itsGlossary = 'lease: A time limit that must be renewed.\n';
