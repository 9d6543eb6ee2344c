// What every page does: live events, ages, the colour scheme, and buttons that call the API.
import { htmx } from './vendor/htmx.js';
import { ask, call, refresh, say } from './api.js';
import { words } from './words.js';
import './live.js';

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;

setInterval(() => {
  const now = Date.now();
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const text = words.fromNow(Date.parse(time.dateTime), now);
    if (time.textContent !== text) {
      time.textContent = text;
    }
  }
}, 1000);

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

// <button data-call="POST /api/…" data-body="{…}" data-ask="question|explanation|yes" data-done="what to say">
document.addEventListener('click', async event => {
  const button = event.target.closest('button[data-call]');
  if (!button || button.disabled) {
    return;
  }
  const [title, text, yes] = (button.dataset.ask ?? '').split('|');
  if (title && !(await ask(title, text, yes, 'danger' in button.dataset))) {
    return;
  }
  const [method, path] = button.dataset.call.split(' ');
  const body = button.dataset.body;
  button.disabled = true;
  try {
    await call(method, path, {
      body: body && JSON.parse(body),
      headers: button.dataset.match ? { 'If-Match': `"${button.dataset.match}"` } : {},
    });
    say(button.dataset.done);
    refresh();
  } catch (refused) {
    say(refused.message);
  } finally {
    button.disabled = false;
  }
});
// A page that was rendered for scripts shows its buttons only now.
document.documentElement.dataset.alive = '';
