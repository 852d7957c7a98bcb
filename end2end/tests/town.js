// What the journeys share: people of the demo town, their sign-in, small pictures.
import { createHmac } from "node:crypto";
import { deflateSync } from "node:zlib";

export const password = "nakhla-3ala-raml";
export const officer = "0910000001";
export const head = "0910000002";
export const administrator = "0910000011";
export const auditor = "0910000010";
export const mountain = "0910000006"; // head of the Western Mountain branch
export const family = "0920000001";

const secret = "12345678901234567890"; // the demo town's second factor, decoded

function code(step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const spent = new Map();

// Each code is taken once. The server also takes the next one; whoever needs a third within half a minute waits for it, as a
// person with a telephone does.
export async function nextCode(phone) {
  const now = () => Math.floor(Date.now() / 30_000);
  const step = Math.max(now(), (spent.get(phone) ?? 0) + 1);
  spent.set(phone, step);
  while (step > now() + 1) await new Promise((done) => setTimeout(done, 500));
  return code(step);
}

export async function signIn(page, phone, lang = "ar") {
  await page.goto(`/${lang}/sign-in`);
  await page.fill("#f-phone", phone);
  await page.fill("#f-password", password);
  await page.click("main button[type=submit]");
  // A code may have been spent by a run before this one.
  while (await page.locator("#f-code").count()) {
    await page.fill("#f-code", await nextCode(phone));
    await page.click("main button[type=submit]");
  }
}

export async function signOut(page) {
  await page.click("header.site form:not(.search) button");
}

function crc(bytes) {
  let c = ~0;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return ~c >>> 0;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

// A PNG that differs with its seed, so that no photo looks like another.
export function picture(seed, width = 480, height = 360) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      rows[at] = (Math.sin(x / (7 + seed)) * 90 + 128) & 255;
      rows[at + 1] = (Math.cos(y / (11 + seed * 2)) * 90 + 128) & 255;
      rows[at + 2] = ((x * seed + y * 3) / 5) & 255;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const buffer = Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
  return { name: `photo-${seed}.png`, mimeType: "image/png", buffer };
}
