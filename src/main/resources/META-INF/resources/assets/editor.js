// The editor of one rule: mistakes are marked while it is written, names are completed, and what it would do now is shown.
import {
  EditorState, EditorView, HighlightStyle, autocompletion, bracketMatching, completionKeymap, defaultKeymap,
  drawSelection, highlightActiveLine, highlightSpecialChars, history, historyKeymap, indentOnInput, indentUnit, keymap,
  lineNumbers, lintGutter, lintKeymap, setDiagnostics, syntaxHighlighting, tags, yaml,
} from './vendor/codemirror.js';
import { ask, call, say } from './api.js';
import { completions } from './completions.js';
import { dryRun } from './dryrun.js';

const PAUSE = 400;
const YAML = 'application/yaml';

const form = document.getElementById('editor');
const area = form.elements.text;
const verdict = document.getElementById('check');
const problems = document.getElementById('problems');
const outcome = document.getElementById('outcome');
const conflict = document.getElementById('conflict');
const save = document.getElementById('save');
const readOnly = 'readonly' in form.dataset;
let rule = form.dataset.rule;
let etag = form.dataset.etag;
let saved = area.value;
let checking = 0;

const style = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)', fontWeight: '600' },
  { tag: tags.comment, color: 'var(--quiet)', fontStyle: 'italic' },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.keyword, tags.atom], color: 'var(--info)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--quiet)' },
]);

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--surface)', color: 'var(--ink)', fontSize: '0.95rem' },
  '&.cm-focused': { outline: '3px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, "DejaVu Sans Mono", Menlo, monospace', lineHeight: '1.55' },
  '.cm-content, .cm-gutter': { minHeight: '16rem' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--quiet)', border: '0' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 7%, transparent)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent) !important',
  },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', color: 'var(--ink)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionDetail': { color: 'inherit' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--look)' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--bad)', textUnderlineOffset: '3px', backgroundImage: 'none' },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--look)', textUnderlineOffset: '3px', backgroundImage: 'none' },
});

const nonce = document.querySelector('meta[name=csp-nonce]')?.content ?? '';
const view = new EditorView({
  parent: document.getElementById('editor-box'),
  state: EditorState.create({
    doc: area.value,
    extensions: [
      EditorView.cspNonce.of(nonce),
      lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching(),
      highlightActiveLine(), lintGutter(), indentUnit.of('  '), EditorState.tabSize.of(2), yaml(),
      syntaxHighlighting(style), autocompletion({ override: [completions] }), look,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        'aria-label': 'The rule in YAML', 'aria-describedby': 'editor-keys', spellcheck: 'false', autocapitalize: 'off',
      }),
      EditorState.readOnly.of(readOnly),
      EditorView.updateListener.of(update => {
        if (update.docChanged) {
          later();
        }
      }),
      keymap.of([
        { key: 'Mod-s', run: () => (write(), true) },
        ...completionKeymap, ...lintKeymap, ...defaultKeymap, ...historyKeymap,
      ]),
    ],
  }),
});
area.hidden = true;
form.querySelector('label[for=rule-text]').hidden = true;

const text = () => view.state.doc.toString();
const changed = () => text() !== saved;

let timer;
function later() {
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
}

/** Where a problem's line and column are in the text that stands in the editor now. */
function place({ line, column, endColumn }) {
  const { doc } = view.state;
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
  const to = Math.min(Math.max(at.from + (endColumn ?? column + 1) - 1, from), at.to);
  return { from, to: Math.max(to, Math.min(from + 1, at.to)) };
}

function mark(issues) {
  const own = issues.filter(issue => !issue.file);
  view.dispatch(setDiagnostics(view.state, own.map(issue => ({
    ...place(issue), severity: issue.severity ?? 'error', message: issue.message,
  }))));
  problems.replaceChildren(...issues.map(issue => {
    const item = document.createElement('li');
    item.className = issue.severity === 'warning' ? 'is-look' : 'is-bad';
    const button = document.createElement(issue.file ? 'span' : 'button');
    const where = issue.file ? `${issue.file}, line ${issue.line}` : `Line ${issue.line}, column ${issue.column}`;
    button.textContent = where;
    if (!issue.file) {
      button.type = 'button';
      button.className = 'quiet-button';
      button.addEventListener('click', () => {
        view.dispatch({ selection: { anchor: place(issue).from }, scrollIntoView: true });
        view.focus();
      });
    }
    const words = document.createElement('span');
    words.textContent = issue.message;
    item.append(button, ' ', words);
    return item;
  }));
}

function tell(level, words) {
  verdict.className = `is-${level}`;
  if (verdict.textContent !== words) {
    verdict.textContent = words;
  }
}

async function check() {
  const round = ++checking;
  if (text().trim() === '') {
    mark([]);
    tell('quiet', 'An empty text is no rule.');
    outcome.replaceChildren();
    return;
  }
  try {
    const { body } = await call('POST', '/api/rules/validate', { body: text(), type: YAML });
    if (round !== checking) {
      return;
    }
    mark(body.issues);
    const errors = body.issues.filter(issue => issue.severity !== 'warning').length;
    const warnings = body.issues.length - errors;
    if (errors > 0) {
      tell('bad', errors === 1 ? 'One mistake.' : `${errors} mistakes.`);
    } else {
      tell(warnings > 0 ? 'look' : 'good', warnings > 0 ? 'No mistake, but read the warning.' : 'No mistake.');
    }
    outcome.replaceChildren(...(body.valid ? dryRun(body) : []));
  } catch (refused) {
    if (round === checking) {
      mark(refused.errors);
      tell('bad', refused.message);
    }
  }
}

async function write() {
  if (readOnly || save.disabled) {
    return;
  }
  save.disabled = true;
  conflict.hidden = true;
  const sent = text();
  try {
    const { body } = rule
      ? await call('PUT', `/api/rules/${encodeURIComponent(rule)}`, {
        body: sent, type: YAML, headers: { 'If-Match': etag },
      })
      : await call('POST', '/api/rules', { body: sent, type: YAML });
    saved = sent;
    if (!rule) {
      location.assign(`/rules#${body.id}`);
      return;
    }
    etag = quoted(body.etag);
    tell('good', 'Saved, and in force.');
    say('Saved, and in force.');
  } catch (refused) {
    if (refused.status === 412) {
      await showConflict();
    } else {
      if (refused.errors.length > 0) {
        mark(refused.errors);
      }
      tell('bad', refused.message);
      say(refused.message);
    }
  } finally {
    save.disabled = false;
  }
}

function quoted(tag) {
  return tag.startsWith('"') ? tag : `"${tag}"`;
}

/** Somebody else was quicker: shows his text beside ours, and lets the reader choose. */
async function showConflict() {
  const { body, headers } = await call('GET', `/api/rules/${encodeURIComponent(rule)}`, { headers: { Accept: YAML } });
  const theirs = headers.get('ETag');
  conflict.hidden = false;
  conflict.querySelector('pre').textContent = body;
  conflict.querySelector('[data-take]').onclick = () => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: body } });
    saved = body;
    etag = theirs;
    conflict.hidden = true;
    view.focus();
  };
  conflict.querySelector('[data-keep]').onclick = () => {
    etag = theirs;
    conflict.hidden = true;
    write();
  };
  conflict.querySelector('h2').focus();
  tell('bad', 'Not saved: the rule was changed elsewhere.');
}

form.addEventListener('submit', event => {
  event.preventDefault();
  write();
});

document.getElementById('delete')?.addEventListener('click', async () => {
  const yes = await ask(
    `Delete ${rule}?`,
    'Where it is active it ends, with what it says for its end. Comments before it stay in the file.',
    'Delete', true);
  if (!yes) {
    return;
  }
  try {
    await call('DELETE', `/api/rules/${encodeURIComponent(rule)}`, { headers: { 'If-Match': etag } });
    saved = text();
    location.assign('/rules');
  } catch (refused) {
    if (refused.status === 412) {
      await showConflict();
    } else {
      say(refused.message);
    }
  }
});

addEventListener('beforeunload', event => {
  if (changed()) {
    event.preventDefault();
  }
});
check();
// Only now do its buttons do what they say.
form.dataset.alive = '';
