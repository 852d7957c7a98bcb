// What the journeys share: a town for each test, people of the town, their sign-in, small pictures.
import { test as base } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { PNG } from "pngjs";
import { openTown } from "../server.js";

export const password = "nakhla-3ala-raml";
export const officer = "0910000001";
export const head = "0910000002";
export const administrator = "0910000011";
export const secondAdministrator = "0910000015";
export const auditor = "0910000010";
export const mountain = "0910000006"; // head of the Western Mountain branch
export const family = "0920000001";

const secret = Secret.fromUTF8("12345678901234567890"); // the demo town's second factor
const clock = new TOTP({ secret });
const spent = new Map();

// A town in which nobody has used a code yet.
export async function inTown(info, use) {
  const town = await openTown(info.parallelIndex);
  spent.clear();
  try {
    await use(town.url);
  } finally {
    await town.close();
  }
}

// Each test has a town of its own.
export const test = base.extend({
  baseURL: async ({}, use, info) => inTown(info, use),
});

// Each code is taken once: the present one, then the next one. Nobody in a test needs a third within half a minute.
export function nextCode(phone) {
  const now = clock.counter();
  const step = Math.max(now, (spent.get(phone) ?? 0) + 1);
  if (step > now + 1) throw new Error(`${phone} has used the code of now and the next one.`);
  spent.set(phone, step);
  return clock.generate({ timestamp: step * 30_000 });
}

export async function signIn(page, phone, lang = "ar") {
  await page.goto(`/${lang}/sign-in`);
  await page.fill("#f-phone", phone);
  await page.fill("#f-password", password);
  await page.click("main button[type=submit]");
  if (await page.locator("#f-code").count()) {
    await page.fill("#f-code", nextCode(phone));
    await page.click("main button[type=submit]");
  }
}

export async function signOut(page) {
  await page.click("header.site form:not(.search) button");
}

// A PNG that differs with its seed, so that no photo looks like another.
export function picture(seed, width = 480, height = 360) {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const red = Math.sin(x / (7 + seed)) * 90 + 128;
      const green = Math.cos(y / (11 + seed * 2)) * 90 + 128;
      const blue = ((x * seed + y * 3) / 5) & 255;
      png.data.set([red, green, blue, 255], (y * width + x) * 4);
    }
  }
  return { name: `photo-${seed}.png`, mimeType: "image/png", buffer: PNG.sync.write(png, { colorType: 2, filterType: 0 }) };
}
