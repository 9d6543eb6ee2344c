// Calls of the API, and what a page says and asks.
const csrf = document.querySelector('meta[name=csrf-token]')?.content ?? '';

/** An answer that is an error: what is wrong in words, and where. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The service answered ${status}.`);
    this.status = status;
    this.errors = problem.errors ?? [];
  }
}

/** Calls the API; the answer's JSON is in `body`, its headers in `headers`. */
export async function call(method, path, { body, type = 'application/json', headers = {} } = {}) {
  const options = { method, headers: { Accept: 'application/json', ...headers } };
  if (csrf) {
    options.headers['X-CSRF-Token'] = csrf;
  }
  if (body !== undefined) {
    options.headers['Content-Type'] = type;
    options.body = type === 'application/json' ? JSON.stringify(body) : body;
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Refused(0, { detail: 'The service does not answer. Nothing was changed as far as this page knows.' });
  }
  const text = await answer.text();
  const json = /json/.test(answer.headers.get('Content-Type') ?? '') && text !== '';
  if (!answer.ok) {
    throw new Refused(answer.status, json ? JSON.parse(text) : {});
  }
  return { body: json ? JSON.parse(text) : text, headers: answer.headers, status: answer.status };
}

/** Says something for a while, to eyes and screen readers. */
export function say(text) {
  const notes = document.getElementById('notes');
  const note = document.createElement('p');
  note.className = 'note';
  note.textContent = text;
  notes.append(note);
  setTimeout(() => note.remove(), Math.max(6000, text.length * 90));
}

/** Asks for a yes; the promise is false for a no. */
export function ask(title, text, yes, danger = false) {
  const dialog = document.getElementById('ask');
  dialog.querySelector('h2').textContent = title;
  dialog.querySelector('p').textContent = text;
  const button = dialog.querySelector('[value=yes]');
  button.textContent = yes;
  button.classList.toggle('danger', danger);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

/** Lets the page fetch itself anew. */
export function refresh() {
  document.body.dispatchEvent(new CustomEvent('jk:changed'));
}
