// A browser, and what every test asks of every page.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const base = process.env.BASE_URL;
const shots = process.env.SCREENSHOTS;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(shots, { recursive: true });

export const desktop = { viewport: { width: 1280, height: 900 } };
export const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

/** Opens a page of its own; whatever the browser complains of on it is in `complaints`. */
export async function open(path, options = desktop) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.complaints = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) {
      page.complaints.push(`${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', error => page.complaints.push(error.stack));
  await page.goto(base + path);
  return page;
}

export async function close(page, { expected = /^$/ } = {}) {
  const complaints = page.complaints.filter(complaint => !expected.test(complaint));
  await page.context().close();
  assert.deepEqual(complaints, [], 'what the browser complained of');
}

/** No serious or critical issue by axe's rules for WCAG 2.2 AA. */
export async function accessible(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
  }));
  const serious = violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id}: ${one.help}; ${one.nodes.map(node => node.target.join(' ')).slice(0, 5).join(', ')}`);
  assert.deepEqual(serious, [], `what axe finds on ${name}`);
}

/** Nothing is wider than the window. */
export async function fits(page, name) {
  const wide = await page.evaluate(() => [...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.scroll, pre, .cm-editor, dialog, .unseen'))
    .map(element => `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent.trim().slice(0, 40)}`)
    .slice(0, 4));
  assert.deepEqual(wide, [], `what is too wide on ${name}`);
}

export async function shoot(page, name) {
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true, timeout: 60_000 });
}

/** Waits until something is so, and says what it was when it never became so. */
export async function until(what, look, within = 20_000) {
  const end = Date.now() + within;
  let seen;
  while (Date.now() < end) {
    seen = await look();
    if (seen) {
      return seen;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${within} ms; last seen ${seen}`);
}

/** Calls the API as a program would. */
export async function api(method, path, body, headers = {}) {
  const answer = await fetch(base + path, { method, body, headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
