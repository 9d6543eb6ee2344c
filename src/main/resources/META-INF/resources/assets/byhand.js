// Setting by hand: one dialog for all settings of a station.
import { call, refresh, say } from './api.js';

const dialog = document.getElementById('by-hand');
const form = dialog.querySelector('form');
const error = dialog.querySelector('.error');
let chosen;

/** The field that suits a setting: a list where its values are listed, else a number or a text. */
function field(setting) {
  if (setting.options) {
    const select = document.createElement('select');
    for (const option of setting.options.split('|')) {
      select.add(new Option(option, option, false, option === setting.value));
    }
    return select;
  }
  const input = document.createElement('input');
  if (setting.kind === 'number') {
    input.type = 'number';
    input.min = setting.min;
    input.max = setting.max;
    input.step = Number(setting.step) > 0 ? setting.step : 'any';
    input.value = Number.parseFloat(setting.value ?? '') || setting.min;
    input.inputMode = 'decimal';
  } else {
    input.value = setting.value ?? '';
    input.placeholder = 'such as 30m, 12h or never';
    input.autocomplete = 'off';
  }
  return input;
}

document.addEventListener('click', event => {
  const button = event.target.closest('button[data-set]');
  if (!button) {
    return;
  }
  chosen = button.dataset;
  dialog.querySelector('h2').textContent = chosen.set;
  dialog.querySelector('.allowed').textContent = `It may be ${chosen.allowed}.`;
  const control = field(chosen);
  control.id = 'by-hand-value';
  control.required = true;
  dialog.querySelector('.value').replaceChildren(control);
  dialog.querySelector('.unit').textContent = control.type === 'number' && chosen.unit ? `in ${chosen.unit}` : '';
  error.textContent = '';
  dialog.showModal();
  control.focus();
});

dialog.querySelector('[value=cancel]').addEventListener('click', () => dialog.close());

form.addEventListener('submit', async event => {
  event.preventDefault();
  const control = document.getElementById('by-hand-value');
  const length = form.elements.long.value === 'released' ? undefined : form.elements.for.value;
  const value = control.type === 'number' ? Number(control.value) : control.value;
  const send = form.querySelector('[type=submit]');
  send.disabled = true;
  try {
    const path = `/api/devices/${encodeURIComponent(dialog.dataset.device)}/settings/${encodeURIComponent(chosen.set)}`;
    const { body } = await call('PUT', path, { body: length ? { value, for: length } : { value } });
    dialog.close();
    say(body.note ?? `${chosen.set} is held at ${body.claim?.value ?? value} ${length ? `for ${length}` : 'until released'}.`);
    refresh();
  } catch (refused) {
    error.textContent = refused.message;
  } finally {
    send.disabled = false;
  }
});
