// All labs of a document share its memory: few are alive, fewer are starting. Every element has a `turn`:
// {state, near, asked, eager, used, frame, busy()} and what is done with it: boot(), park(), cancel(), seen(near),
// hear(message), feel().

const kMostLive = 3;
const kMostBooting = 2;

/** The elements in the document. */
export const all = new Set();
let planned = false;

const distance = (lab) => {
  const { top, bottom } = lab.getBoundingClientRect();
  return Math.abs((top + bottom) / 2 - innerHeight / 2);
};

/** Decides who boots and who has to go: soon, once for all that happened until then. */
export function plan() {
  if (planned) return;
  planned = true;
  // A task of its own, in which at most one frame comes or goes: the reader may be scrolling.
  setTimeout(() => {
    planned = false;
    arrange();
  });
}

const isSeen = (lab) => {
  const { top, bottom } = lab.getBoundingClientRect();
  return lab.turn.near && bottom > 0 && top < innerHeight;
};

/** 3: somebody asks for it, 2: it can be seen, 1: it is near, 0: it may be had in advance. */
const urgency = (lab) => (lab.turn.asked ? 3 : isSeen(lab) ? 2 : lab.turn.near ? 1 : 0);

/** Who has to go for one of this urgency: the farthest of those that matter less. */
function victimOf(live, urgent) {
  const unseen = live
    .filter(({ turn }) => !turn.busy())
    .filter((lab) => (urgent >= 2 ? !isSeen(lab) : urgent === 1 && !lab.turn.near))
    .sort((a, b) => distance(b) - distance(a));
  return unseen[0] ?? (urgent === 3 ? live.sort((a, b) => a.turn.used - b.turn.used)[0] : null);
}

function arrange() {
  const inState = (...states) => [...all].filter(({ turn }) => states.includes(turn.state));
  const waiting = inState('idle')
    .filter(({ turn }) => turn.asked || turn.near || turn.eager)
    .map((lab) => ({ lab, urgent: urgency(lab), far: distance(lab) }))
    .sort((a, b) => b.urgent - a.urgent || a.far - b.far);
  for (const { lab, urgent } of waiting) {
    const booting = inState('booting');
    if (booting.length >= kMostBooting) {
      // Who scrolls on does not want what was passed.
      if (urgent > 0) booting.find(({ turn }) => !turn.near && !turn.asked)?.turn.cancel();
      return;
    }
    if (inState('booting', 'live', 'parking').length < kMostLive) {
      lab.turn.boot();
      return plan();
    }
    if (inState('parking').length === 0) victimOf(inState('live'), urgent)?.turn.park();
    return;
  }
}

/** Tells each element whether it is near what the reader sees. */
export const sight = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) target.turn.seen(isIntersecting);
  },
  { rootMargin: '40% 0px' },
);

// While nobody looks, browsers that need memory end what is in frames.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') for (const lab of all) lab.turn.feel();
});

addEventListener('message', ({ source, data }) => {
  if (!source || typeof data !== 'object' || typeof data?.subject !== 'string') return;
  if (!data.subject.startsWith('basin.')) return;
  for (const lab of all) if (lab.turn.frame?.contentWindow === source) lab.turn.hear(data);
});
