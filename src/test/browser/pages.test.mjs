// What people do on the pages, in a real browser over the demo's scene. Run by BrowserIT, which starts the service.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, api, browser, close, desktop, fits, open, phone, shoot, until } from './browser.mjs';

const RULE = 'charge-cabin-quickly';
// At night another rule of the demo sets the same.
const WRONG = `id: ${RULE}\ndescription: Charge the cabin with 600 W\ndevices: [cabin]\nwhen: socc > 10%\nset: {ac-charging.watts: 600}\npriority: 90\notherwise: restore\n`;
const PAGES = {
  overview: '/',
  station: '/stations/garage',
  rules: '/rules',
  editor: '/rules/night-charging',
  'new-rule': '/rules/new',
  ledger: '/ledger',
};

after(() => browser.close());

/** Types into the editor of rules as a person would, replacing what is there. */
async function write(page, text) {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

const problem = page => page.locator('#problems li');

test('live values change while one looks', async () => {
  const page = await open('/');
  await page.evaluate(() => { window.loadedOnce = true; });
  const garage = page.locator('article', { hasText: 'garage' });
  const heard = () => garage.locator('.online time').getAttribute('datetime');
  const first = await heard();
  await until('a later report of garage', async () => (await heard()) > first);
  const soc = () => garage.locator('.soc strong').innerText();
  const before = await soc();
  await until('another state of charge', async () => (await soc()) !== before, 40_000);
  assert.equal(await page.evaluate(() => window.loadedOnce), true, 'the page was not loaded anew');
  assert.equal(await page.locator('#line').isVisible(), false, 'events are live');
  await close(page);
});

test('a rule with a mistake is marked in place, corrected, fires, and is found in the ledger', async () => {
  const page = await open('/rules');
  await page.getByRole('link', { name: 'New rule' }).click();
  await write(page, WRONG);
  await page.locator('.cm-lintRange-error').waitFor();
  assert.equal(await page.locator('.cm-lintRange-error').innerText(), 'socc');
  assert.match(await problem(page).innerText(), /Line 4, column 7[\s\S]*unknown name 'socc'.*Did you mean 'soc'/);
  await shoot(page, 'editor-mistake-desktop');
  await accessible(page, 'the editor with a mistake');

  await page.getByRole('button', { name: 'Line 4, column 7' }).click();
  await page.keyboard.press('Control+ArrowRight');
  await page.keyboard.press('Backspace');
  await until('no mistake', async () => (await page.locator('#check').innerText()) === 'No mistake.');
  assert.match(await page.locator('#outcome').innerText(), /active on cabin[\s\S]*ac-charging\.watts to 600 W/);
  await shoot(page, 'editor-dry-run-desktop');
  await page.getByRole('button', { name: 'Save' }).click();

  await page.waitForURL(`**/rules#${RULE}`);
  const card = page.locator(`#${RULE}`);
  await card.locator('.phase.is-active').waitFor();
  assert.match(await card.innerText(), /Charge the cabin with 600 W[\s\S]*soc > 10%: soc = \d+ %/);
  await close(page);

  const ledger = await open(`/ledger?rule=${RULE}`);
  const command = ledger.locator('.command').first();
  await command.locator('.state', { hasText: 'confirmed' }).waitFor();
  assert.match(await command.innerText(), /cabin: ac-charging\.watts = 600 W[\s\S]*Why\s+soc > 10%: soc = \d+ %/);
  await command.getByText('Its way, step by step').click();
  const steps = await command.locator('.way .step').allInnerTexts();
  // The station's acknowledgement may be quicker than the cloud's answer, which is then of no use any more.
  for (const step of ['stored', 'sent', 'acknowledged', 'confirmed']) {
    assert.ok(steps.includes(step), `${step} is among ${steps}`);
  }
  await shoot(ledger, 'ledger-timeline-desktop');
  await accessible(ledger, 'the ledger with an open timeline');
  await close(ledger);
});

test('names are completed in conditions and in settings', async () => {
  const page = await open('/rules/new');
  await write(page, 'id: x\nwhen: ');
  await page.keyboard.type('solar-w', { delay: 30 });
  const options = page.locator('.cm-tooltip-autocomplete li');
  await options.first().waitFor();
  assert.match(await options.first().innerText(), /solar-watts/);
  await page.keyboard.press('Enter');
  await page.keyboard.type(' > 100 W\nset:\n  ac-ch', { delay: 10 });
  await until('settings are offered', async () => /ac-charging\.watts/.test((await options.allInnerTexts()).join()));
  await page.keyboard.press('Escape');
  page.on('dialog', dialog => dialog.accept());
  await close(page);
});

test('a rule that was changed elsewhere is not overwritten unseen', async () => {
  const page = await open(`/rules/${RULE}`);
  const there = await api('GET', `/api/rules/${RULE}`, undefined, { Accept: 'application/yaml' });
  const theirs = there.text.replace('600 W', '600 W, says another');
  const put = await api('PUT', `/api/rules/${RULE}`, theirs, {
    'Content-Type': 'application/yaml', 'If-Match': there.headers.get('ETag'),
  });
  assert.equal(put.status, 200, put.text);
  await write(page, there.text.replace('600 W', '600 W, say I'));
  await page.getByRole('button', { name: 'Save' }).click();
  const conflict = page.locator('#conflict');
  await conflict.waitFor();
  assert.match(await conflict.innerText(), /says another/);
  await shoot(page, 'editor-conflict-desktop');
  await accessible(page, 'the editor with a conflict');
  await conflict.getByRole('button', { name: /Keep mine/ }).click();
  await until('saved', async () => /Saved/.test(await page.locator('#check').innerText()));
  assert.match((await api('GET', `/api/rules/${RULE}`, undefined, { Accept: 'application/yaml' })).text, /say I/);
  await close(page, { expected: /status of 412/ });
});

test('a rule is disabled, enabled and deleted', async () => {
  const page = await open('/rules');
  const card = page.locator(`#${RULE}`);
  await card.getByRole('button', { name: /^Disable/ }).click();
  await card.locator('.phase.is-disabled').waitFor();
  await card.getByRole('button', { name: /^Enable/ }).click();
  await card.locator('.phase.is-active').waitFor();
  await card.getByRole('link', { name: /^Edit/ }).click();
  await page.getByRole('button', { name: /^Delete/ }).click();
  await page.locator('#ask').getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL('**/rules');
  await page.locator('#night-charging').waitFor();
  assert.equal(await page.locator(`#${RULE}`).count(), 0);
  await close(page);
});

test('a value is set by hand and released', async () => {
  const page = await open('/stations/cabin');
  const row = page.locator('[id="setting-ac-charging.watts"]');
  await row.getByRole('button', { name: /^Set/ }).click();
  const dialog = page.locator('#by-hand');
  await dialog.getByLabel('Value').fill('700');
  await shoot(page, 'by-hand-desktop');
  await accessible(page, 'the dialog to set by hand');
  await dialog.getByRole('button', { name: 'Set', exact: true }).click();
  await until('the value is read back', async () => /700 W[\s\S]*held at 700 W/.test(await row.innerText()));
  assert.match(await row.innerText(), /by hand, local/);
  await row.getByRole('button', { name: /^Release/ }).click();
  await until('nobody holds it', async () => /not held/.test(await row.innerText()));
  await close(page);
});

test('a value that may not be set is refused with the reason', async () => {
  const page = await open('/stations/cabin');
  await page.locator('[id="setting-standby.device"]').getByRole('button', { name: /^Set/ }).click();
  const dialog = page.locator('#by-hand');
  await dialog.getByLabel('Value').fill('five minutes');
  await dialog.getByRole('button', { name: 'Set', exact: true }).click();
  await until('the reason', async () => /standby\.device/.test(await dialog.locator('.error').innerText()));
  await close(page, { expected: /status of 400/ });
});

test('the mode is switched to observe and back', async () => {
  const page = await open('/');
  await page.getByRole('button', { name: /Switch to observe/ }).click();
  await page.locator('#ask').getByRole('button', { name: 'Observe' }).click();
  await page.getByRole('heading', { name: 'Working, in observe mode' }).waitFor();
  await shoot(page, 'overview-observe-desktop');
  await page.getByRole('button', { name: /Switch to control/ }).click();
  await page.locator('#ask').getByRole('button', { name: 'Control' }).click();
  await page.getByText('Control: what rules ask for is sent.').waitFor();
  await close(page);
});

test('the keyboard alone is enough', async () => {
  const page = await open('/');
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  await page.keyboard.press('Enter');
  assert.equal(await focused(), 'main');
  await page.getByRole('link', { name: 'garage' }).first().focus();
  const station = await focused();
  await page.waitForTimeout(3000);
  assert.equal(await focused(), station, 'live values do not take the focus away');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/stations/*');

  const set = page.locator('[id="set-ac-charging.watts"]');
  await set.focus();
  await page.keyboard.press('Enter');
  assert.equal(await focused(), 'by-hand-value');
  await page.keyboard.press('Escape');
  assert.equal(await focused(), 'set-ac-charging.watts', 'the focus comes back from the dialog');

  await page.locator('input[name=range]:checked').focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.locator('input[name=range]:checked').getAttribute('value'), '86400');

  await page.goto(`${page.url().split('/stations')[0]}/rules/new`);
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Tab');
  assert.notEqual(await page.evaluate(() => document.activeElement.className.includes('cm-content')), true,
    'the editor does not keep the focus');
  await close(page);
});

test('loss of the events is shown and mended', async () => {
  const page = await open('/');
  await page.context().setOffline(true);
  await until('the loss is told', () => page.locator('#line').isVisible());
  await shoot(page, 'overview-lost-desktop');
  await page.context().setOffline(false);
  await until('the loss is mended', async () => !(await page.locator('#line').isVisible()), 30_000);
  await close(page, { expected: /ERR_INTERNET_DISCONNECTED|htmx:/ });
});

test('without JavaScript the pages read', async () => {
  const page = await open('/', { ...desktop, javaScriptEnabled: false });
  assert.match(await page.locator('#live').innerText(), /garage[\s\S]*%[\s\S]*generator/);
  await page.goto(page.url() + 'ledger');
  assert.ok(await page.locator('.command').count() > 0);
  await page.locator('.command summary').first().click();
  assert.match(await page.locator('.command').first().innerText(), /confirmed/);
  await close(page);
});

test('the ledger tells what else happened, and shows one kind of it', async () => {
  const page = await open('/ledger');
  await until('commands and events stand together', async () =>
    await page.locator('.command').count() > 0 && await page.locator('.event').count() > 0);
  await page.getByLabel('Show').selectOption({ label: 'rules that turned' });
  await page.waitForURL('**/ledger?show=rules*');
  await until('only rules that turned', async () => (await page.locator('.command').count()) === 0);
  assert.match(await page.locator('.event', { hasText: 'active' }).first().innerText(), /active[\s\S]*on[\s\S]*soc/);
  await page.getByLabel('Outcome of commands').selectOption('confirmed');
  await until('an outcome is one of commands', async () =>
    await page.locator('.command').count() > 0 && await page.locator('.event').count() === 0);
  await page.getByLabel('Outcome of commands').selectOption('');
  await page.getByLabel('Show').selectOption({ label: 'what people did' });
  await until('what people did', async () => /by hand[\s\S]*local/.test(await page.locator('#live').innerText()));
  await close(page);
});

test('what is not there is said', async () => {
  const page = await open('/stations/nowhere');
  assert.match(await page.locator('main').innerText(), /There is no station 'nowhere'/);
  await page.goto(new URL('/nothing/at/all', page.url()).href);
  assert.match(await page.locator('main').innerText(), /There is no such page/);
  await accessible(page, 'the page of a path that is none');
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.locator('#verdict').waitFor();
  await close(page, { expected: /status of 404/ });
});

for (const [size, options] of Object.entries({ desktop, phone })) {
  for (const colorScheme of ['light', 'dark']) {
    test(`every page is accessible and fits, ${size}, ${colorScheme}`, async () => {
      const page = await open('/', { ...options, colorScheme });
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(new URL(path, page.url()).href);
        await page.waitForFunction(() => 'alive' in document.documentElement.dataset
          && (!document.getElementById('plots') || document.querySelectorAll('.uplot').length === 3));
        await fits(page, `${name}, ${size}`);
        await accessible(page, `${name}, ${colorScheme}, ${size}`);
        await shoot(page, `${name}-${size}-${colorScheme}`);
      }
      await close(page);
    });
  }
}

test('the scheme is chosen by a button and remembered', async () => {
  const page = await open('/', { ...desktop, colorScheme: 'light' });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByRole('button', { name: /dark and light/ }).click();
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  assert.equal(await paper(), dark);
  await close(page);
});
