// Who is let in, and what each may do on the pages, in a real browser. Run by BrowserIT, which makes the keys.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, browser, close, desktop, fits, open, phone, shoot, until } from './browser.mjs';

const keys = { viewer: process.env.VIEWER_KEY, operator: process.env.OPERATOR_KEY, editor: process.env.EDITOR_KEY };

after(() => browser.close());

async function logIn(page, key) {
  await page.getByLabel('Key').fill(key);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function openAs(role, path, options) {
  const page = await open(path, options);
  await logIn(page, keys[role]);
  await page.waitForURL(`**${path}`);
  return page;
}

test('whoever is not logged in is asked for a key, and comes to where he wanted', async () => {
  const page = await open('/rules');
  await page.waitForURL('**/login?to=%2Frules');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'key', 'one can type at once');
  assert.equal(await page.getByLabel('Key').getAttribute('type'), 'password');
  await logIn(page, keys.viewer);
  await page.waitForURL('**/rules');
  await page.locator('#night-charging').waitFor();
  await close(page);
});

test('a wrong key is told, and the right one is taken after it', async () => {
  const page = await open('/');
  await logIn(page, 'jk_00000000_wrong');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.equal(await alert.innerText(), 'This key is not known here, or was revoked.');
  assert.equal(await page.getByLabel('Key').inputValue(), '', 'the wrong key is not shown again');
  await shoot(page, 'login-wrong-desktop');
  await accessible(page, 'the login with a wrong key');
  await logIn(page, keys.viewer);
  await page.locator('#verdict').waitFor();
  await close(page, { expected: /status of 401/ });
});

test('the session is in a cookie that no script sees, and ends with the logout', async () => {
  const page = await openAs('viewer', '/');
  const [cookie] = await page.context().cookies();
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Lax');
  assert.equal(await page.evaluate(() => document.cookie), '');
  assert.ok(!cookie.value.includes(keys.viewer));
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL('**/login');
  await page.context().addCookies([cookie]);
  await page.goto(new URL('/', page.url()).href);
  await page.waitForURL('**/login?to=%2F');
  await close(page, { expected: /status of 401/ });
});

test('a page that is open when the session ends goes to the login', async () => {
  const page = await openAs('viewer', '/ledger');
  await page.context().clearCookies();
  await page.waitForURL('**/login?to=%2Fledger', { timeout: 60_000 });
  await close(page, { expected: /status of 401|htmx/ });
});

test('a viewer sees everything and can change nothing', async () => {
  const page = await openAs('viewer', '/');
  assert.match(await page.locator('#live').innerText(), /garage[\s\S]*cabin/);
  assert.equal(await page.locator('#mode').count(), 0, 'no switch of the mode');
  await page.goto(new URL('/stations/garage', page.url()).href);
  await page.locator('[id="setting-ac-charging.watts"]').waitFor();
  assert.equal(await page.locator('button[data-set], #by-hand').count(), 0, 'nothing to set');
  await page.goto(new URL('/rules', page.url()).href);
  await page.locator('#night-charging').waitFor();
  assert.equal(await page.locator('button[data-call], a[href="/rules/new"]').count(), 0, 'nothing to switch or write');
  await page.goto(new URL('/rules/night-charging', page.url()).href);
  await page.locator('.cm-content').waitFor();
  assert.equal(await page.locator('#save, #delete').count(), 0, 'nothing to save');
  const refused = await page.evaluate(async () => (await fetch('/api/mode', {
    method: 'PUT',
    headers: {
      'Content-Type': 'application/json',
      'X-CSRF-Token': document.querySelector('meta[name=csrf-token]').content,
    },
    body: '{"mode":"observe"}',
  })).status);
  assert.equal(refused, 403, 'and not by a script of his own');
  await close(page, { expected: /status of 403/ });
});

test('an operator sets by hand under his own name, and writes no rule', async () => {
  const page = await openAs('operator', '/stations/cabin');
  const row = page.locator('[id="setting-beeper.silent"]');
  await row.getByRole('button', { name: /^Set/ }).click();
  const dialog = page.locator('#by-hand');
  await dialog.getByLabel('Value').selectOption('true');
  await dialog.getByRole('button', { name: 'Set', exact: true }).click();
  await until('it is held', async () => /held at true[\s\S]*by hand, key:of-operator/.test(await row.innerText()));
  await row.getByRole('button', { name: /^Release/ }).click();
  await until('it is released', async () => /not held/.test(await row.innerText()));
  await page.goto(new URL('/ledger?show=people', page.url()).href);
  await until('the ledger names him', async () => /key:of-operator/.test(await page.locator('#live').innerText()));
  await page.goto(new URL('/rules', page.url()).href);
  await page.getByRole('button', { name: /^Disable night-charging/ }).waitFor();
  assert.equal(await page.locator('a[href="/rules/new"]').count(), 0);
  await close(page);
});

test('an editor writes a rule', async () => {
  const page = await openAs('editor', '/rules/new');
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText('id: by-the-editor\nwhen: soc < 1%\nset: {beeper.silent: true}\n');
  await until('no mistake', async () => (await page.locator('#check').innerText()) === 'No mistake.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL('**/rules#by-the-editor');
  await page.locator('#by-the-editor').waitFor();
  await close(page);
});

for (const [size, options] of Object.entries({ desktop, phone })) {
  for (const colorScheme of ['light', 'dark']) {
    test(`the login is accessible and fits, ${size}, ${colorScheme}`, async () => {
      const page = await open('/login', { ...options, colorScheme });
      await fits(page, `login, ${size}`);
      await accessible(page, `login, ${colorScheme}, ${size}`);
      await shoot(page, `login-${size}-${colorScheme}`);
      await close(page);
    });
  }
}
