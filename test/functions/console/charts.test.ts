import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inConsole } from './console-page.ts';
import { wellKnown } from './usual-answers.ts';

/** The eight bytes that every PNG begins with; width and height follow at 16, as big-endian numbers. */
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

inConsole('a chart', (page) => {
  async function visit(place: string, theme = 'light'): Promise<Page> {
    const opened = await page.open(wellKnown);
    await opened.waitForSelector('nav.rooms');
    await opened.selectOption('.preferences select >> nth=1', theme);
    await opened.evaluate(`location.hash = '#/de/${place}'`);
    await opened.waitForSelector('figure img');
    return opened;
  }

  /** Save the first chart of a section, as a kind of file. */
  async function save(opened: Page, section: string, kind: 'SVG' | 'PNG' | 'CSV') {
    const frame = opened.locator(`section[aria-label="${section}"] figure.chart`).first();
    const download = opened.waitForEvent('download');
    await frame.getByRole('button', { name: /^Save/ }).click();
    await frame.getByRole('button', { name: kind }).click();
    const saved = await download;
    return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
  }

  test('has the figures behind it as a table, which its file has too as plain numbers with their unit', async () => {
    const opened = await visit('market');
    const market = opened.locator('section[aria-label="Market"]');

    await market.locator('summary').click();
    await market.locator('figure tbody').waitFor();
    const table = await market.locator('figure tbody tr').allInnerTexts();
    const { name, bytes } = await save(opened, 'Market', 'CSV');

    const lines = bytes.toString().replace('\uFEFF', '').split('\r\n');
    expect(name).toBe('de-revenue-2025-03-06.csv');
    expect(lines[0]).toBe('Month,Revenue (EUR),Orders,Buyers,Known');
    expect(lines.slice(1, -1)).toHaveLength(table.length);
    expect(table[0]).toMatch(/^Mar 2025, in part\t€100\t3/);
    expect(lines[1]).toMatch(/^2025-03,100,3,/);
  });

  test('is saved as a drawing and as an image of twice its size, light whatever the screen is', async () => {
    const opened = await visit('worth', 'dark');

    const svg = await save(opened, 'Earnings statement', 'SVG');
    const png = await save(opened, 'Earnings statement', 'PNG');

    expect(svg.name).toBe('de-earnings-2026-10.svg');
    expect(svg.bytes.toString()).toMatch(/^<svg [^>]*width="794"/);
    expect(svg.bytes.toString()).not.toContain('<style');
    expect(png.name).toBe('de-earnings-2026-10.png');
    expect(png.bytes.subarray(0, 8)).toEqual(Buffer.from(PNG));
    expect(png.bytes.readUInt32BE(16)).toBe(2 * 794);
  });

  test('is drawn as the screen is, and anew when that changes', async () => {
    const opened = await visit('worth', 'dark');
    const drawing = async () => decodeURIComponent((await opened.getAttribute('figure img', 'src')) ?? '');
    expect(await drawing()).toContain('.paper { fill: #1c2027 }');

    await opened.selectOption('.preferences select >> nth=1', 'light');

    await opened.waitForFunction("!document.querySelector('figure img').src.includes('1c2027')");
    expect(await drawing()).not.toContain('<style');
  });

  test('gives its menu to the keyboard, and takes it back', async () => {
    const opened = await visit('worth');
    const menu = opened.locator('figure .menu');

    await opened.locator('figure').getByRole('button', { name: /^Save/ }).focus();
    await opened.keyboard.press('Enter');
    await opened.keyboard.press('Tab');
    expect(await opened.evaluate('document.activeElement.textContent')).toBe('Drawing (SVG)');
    await opened.keyboard.press('Escape');

    expect(await menu.isVisible()).toBe(false);
  });
});
