// Who looks at the pages, and what there is to look at: found once in a town that all tests of the same worker share.
import { administrator, auditor, family, head, inTown, officer, signIn, test as base } from "./town.js";

const visitor = "";
const draft = "0930000004"; // fills in her application
const returned = "0930000002"; // got hers back
const sent = "0930000001"; // waits
const expired = "0920000018"; // her licence is over
const trainer = "0910000013"; // teaches the second course
const member = "0910000007"; // of the committee
const neighbour = "0921000001"; // signed up for the second course
const applicant = "0920000008"; // fills in an application for a fair
const trainee = "trainee"; // has a seat in the second course; lots say who

const signedIn = {
  visitor,
  family,
  draft,
  returned,
  sent,
  expired,
  officer,
  head,
  auditor,
  administrator,
  trainer,
  member,
  neighbour,
  applicant,
};
export const people = { ...signedIn, trainee };

// Filled by the survey: what the browser of each of them keeps, and addresses of things.
export const contexts = new Map();
export const known = {};

export const without = (path) => path.replace(/^\/(ar|en)/, "");

async function survey(browser, baseURL) {
  for (const phone of Object.values(signedIn)) {
    const context = await browser.newContext({ baseURL });
    const page = await context.newPage();
    if (phone) await signIn(page, phone);
    contexts.set(phone, await context.storageState());
    const first = async (path, selector) => {
      await page.goto(path);
      return without(await page.getAttribute(selector, "href"));
    };
    if (phone === visitor) {
      known.product = await first("/ar/products", ".cards a");
      known.store = await first(`/ar${known.product}`, ".by a");
      known.course = await first("/ar/courses", "main section h2 a");
      known.cohort = await first(`/ar${known.course}`, "ul.rows li:has(.tag.good) a");
      known.held = await first("/ar/fairs", "main section:nth-of-type(1) ul.rows a");
      known.fair = await first("/ar/fairs", "main section:nth-of-type(2) ul.rows li:has-text('المعرض الوطني') a");
    }
    if (phone === trainer) {
      known.lesson = await first("/ar/desk/training/teaching", "ul.rows a[href*='/lessons/']:not([href$=sheet])");
      known.attend = `${known.lesson.replace("/desk/training/lessons", "/attend")}/0123456789abcdef`;
    }
    if (phone === family) known.ownProduct = await first("/ar/me/products", "ul.rows a");
    if (phone === applicant) {
      known.draft = await first("/ar/me/fairs", "ul.rows li:has(.tag.attention) a");
      known.went = await first("/ar/me/fairs", "ul.rows li:not(:has(.tag.attention)) a");
    }
    if (phone === member) known.blind = await first("/ar/committee/fairs/1", "ul.rows a");
    if (phone === returned) known.ownCase = await first("/ar/me", "ul.rows a");
    if (phone === officer) {
      known.certificate = await first("/ar/desk/training/cohorts/2/certificates", "a[href*='/certificates/']");
      known.family = await first("/ar/desk/families", "table tbody th a");
      known.booth = await first("/ar/desk/fairs/2/hall", "table.grades tbody a");
      known.sentApplication = await first("/ar/desk/fairs/3/applications", "ul.rows a");
      known.account = await first("/ar/desk/fairs/1/accounts", "ul.rows a");
      known.open = await first("/ar/desk/fairs/2/accounts", "ul.rows a");
      known.goods = await first(`/ar${known.open}`, "table.sheet tbody a");
      known.setUp = await first(
        `/ar/desk/fairs?year=${new Date(Date.now() + 6 * 86_400_000).getFullYear()}`,
        "main li:has-text('معرض حرف الجنوب') a",
      );
      known.stand = await first(`/ar${known.setUp}/booths`, "table.grades tbody a");
      known.licensed = await first("/ar/desk/families?state=approved", "table tbody th a");
      await page.goto("/ar/desk/families/new");
      await page.fill("#f-name", "منى");
      await page.fill("#f-phone", "0925558888");
      await page.selectOption("#f-how", "signed");
      await page.check("#f-consent");
      await page.click("main form button.button");
      known.application = without(new URL(page.url()).pathname);
    }
    if (phone === head) {
      known.cases = [];
      for (const kind of ["family", "product", "report&state=decided", "suspension&state=decided"])
        known.cases.push(await first(`/ar/desk?kind=${kind}`, ".queue tbody a"));
    }
    if (phone === administrator) {
      await page.goto("/ar/desk/import");
      await page.setInputFiles("#f-families", {
        name: "f.csv",
        mimeType: "text/csv",
        buffer: Buffer.from("id,name_ar,craft,municipality_code\nE1,أسرة,x,LYM001\n"),
      });
      await page.click("form[enctype] button[type=submit]");
      known.job = without(new URL(page.url()).pathname);
    }
    await context.close();
  }
  // Somebody whom the lots gave a seat.
  for (let n = 3; !known.room && n < 36; n += 1) {
    const phone = `09210000${String(n).padStart(2, "0")}`;
    const context = await browser.newContext({ baseURL });
    const page = await context.newPage();
    await signIn(page, phone);
    await page.goto("/ar/me/training");
    const link = page.locator("main a[href*='/me/training/']");
    if (await link.count()) {
      known.room = without(await link.first().getAttribute("href"));
      contexts.set(trainee, await context.storageState());
    }
    await context.close();
  }
  if (!known.room) throw new Error("Nobody has a seat in the second course.");
}

export const test = base.extend({
  surveyed: [
    async ({ browser }, use, info) =>
      inTown(info, async (url) => {
        await survey(browser, url);
        await use(url);
      }),
    { scope: "worker", timeout: 300_000 },
  ],
  baseURL: async ({ surveyed }, use) => use(surveyed),
});
