// What every page does: the live line, ages, the colour scheme, and forms that call the API.
import { htmx } from './vendor/htmx.js';
import { words } from './words.js';
import './live.js';

// Without the word "request" of htmx's own the server cannot tell; nothing here depends on it.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;

const SECOND = 1000;

setInterval(() => {
  const now = Date.now();
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const text = words.fromNow(Date.parse(time.dateTime), now);
    if (time.textContent !== text) {
      time.textContent = text;
    }
  }
}, SECOND);

const theme = document.getElementById('theme');
theme.hidden = false;
theme.addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  try {
    localStorage.setItem('theme', root.dataset.theme);
  } catch {
    // It holds for this page only.
  }
  document.body.dispatchEvent(new CustomEvent('jk:scheme'));
});
