// Keeps the page up to date: an event of the service makes the page fetch itself and change what differs.
import { words } from './words.js';

const EVENTS = ['readings', 'rule', 'command', 'claim', 'connection', 'rules', 'mode', 'reset'];
/** Events of one moment become one look at the service. */
const TOGETHER = 700;
/** While events are cut off the page looks by itself. */
const LOOK_EVERY = 5000;
const LONGEST_RETRY = 30_000;

const line = document.getElementById('line');
let source;
let retry = 1000;
let lostAt = null;
let waiting = null;
let unanswered = false;

function changed(type, data) {
  document.body.dispatchEvent(new CustomEvent('jk:event', { detail: { type, data } }));
  if (waiting === null && !document.hidden) {
    waiting = setTimeout(() => {
      waiting = null;
      document.body.dispatchEvent(new CustomEvent('jk:changed'));
    }, TOGETHER);
  }
}

function tell() {
  if (lostAt === null && !unanswered) {
    line.hidden = true;
    line.textContent = '';
    return;
  }
  line.hidden = false;
  line.textContent = unanswered
    ? 'The service does not answer. What you see may be old; it is tried again by itself.'
    : `No live events since ${words.clock(lostAt)}; this page looks again every 5 s instead.`;
}

function lost() {
  lostAt ??= Date.now();
  tell();
}

function connect() {
  source = new EventSource('/api/events');
  source.addEventListener('open', () => {
    const missed = lostAt !== null;
    lostAt = null;
    retry = 1000;
    tell();
    if (missed) {
      changed('reset');
    }
  });
  for (const type of EVENTS) {
    source.addEventListener(type, event => changed(type, event.data));
  }
  source.addEventListener('error', () => {
    lost();
    // A browser tries again by itself unless the answer was no event stream at all.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(connect, retry);
      retry = Math.min(retry * 2, LONGEST_RETRY);
    }
  });
}

setInterval(() => {
  if (lostAt !== null) {
    changed('look');
  }
}, LOOK_EVERY);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    changed('look');
  }
});
for (const event of ['htmx:sendError', 'htmx:timeout', 'htmx:afterOnLoad']) {
  document.body.addEventListener(event, ({ detail }) => {
    const silent = event !== 'htmx:afterOnLoad' || detail.xhr.status >= 500;
    if (unanswered !== silent) {
      unanswered = silent;
      tell();
    }
  });
}
// A page that is left must not report its own closing as a loss.
addEventListener('pagehide', () => source.close());
addEventListener('pageshow', event => {
  if (event.persisted) {
    connect();
  }
});
connect();
