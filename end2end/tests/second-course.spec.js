// The whole of a second course on a phone, without JavaScript: planned with seats for the south, forty families sign up, a
// committee gives thirty seats, two decline and two move up, two lessons, twenty-eight certificates, the quality mark on
// products, and gone again with a revoked certificate.
import { expect } from "@playwright/test";
import ICAL from "ical.js";
import { nextCode, officer, signIn, test } from "./town.js";

test.use({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false, locale: "ar-LY" });

const members = ["0910000007", "0910000008", "0910000009"];
const trainer = "0910000012"; // the other one teaches in the demo at this time
// Two with products on the market, and thirty-eight neighbours.
const named = ["0920000001", "0920000003"];
const families = [...named, ...Array.from({ length: 38 }, (_, n) => `09210000${String(n + 1).padStart(2, "0")}`)];
const title = "برنامج الجودة: الدورة الثانية";

const day = (n) => new Date(Date.now() + n * 86_400_000 + 2 * 3_600_000).toISOString().slice(0, 10);
const act = (page, code) => page.locator(`form[action$="/${code}"]`).first().locator("button[type=submit]").first().click();
const saved = (page) => expect(page.locator(".notice.good").first()).toBeVisible();

test("a second course from its plan to a revoked certificate", async ({ browser }) => {
  test.setTimeout(1_200_000);
  const kept = new Map();
  // Each person signs in once; later steps go on with the same session.
  const as = async (phone, what) => {
    const context = await browser.newContext({ storageState: kept.get(phone) });
    const page = await context.newPage();
    if (!kept.has(phone)) await signIn(page, phone);
    await what(page);
    kept.set(phone, await context.storageState());
    await context.close();
  };
  const field = (page, name, value) => page.fill(`#f-${name}`, value);
  let desk;
  let cohort;

  await as(officer, async (page) => {
    await page.goto("/ar/desk/training/courses/new");
    await field(page, "title_ar", title);
    await field(page, "aims", "اختيار الخامات، وأساليب التطوير، وضبط الجودة.");
    await field(page, "hours", "٤");
    await page.check("#f-gives_mark");
    await field(page, "module_1", "ضبط الجودة");
    await field(page, "module_hours_1", "4");
    await page.locator("main form button.button").last().click();
    await saved(page);
    await page.locator("section", { hasText: title }).locator("a[href$='/cohorts/new']").click();
    await page.selectOption("#f-municipality", "LYM083");
    await field(page, "venue", "مقر فرع سبها");
    await field(page, "starts_on", day(5));
    await field(page, "ends_on", day(9));
    await field(page, "opens_on", day(-1));
    await field(page, "closes_on", day(3));
    await field(page, "capacity", "30");
    await page.check("input[name=policy][value=committee]");
    await page.selectOption("#f-quota_1", "region:fezzan");
    await field(page, "quota_seats_1", "31");
    await field(page, "spill_on", day(4));
    await page.click("main form button.button");
    // More seats kept than there are.
    await expect(page.locator("#errors a")).toHaveAttribute("href", "#f-quota_seats_1");
    await field(page, "quota_seats_1", "20");
    await page.click("main form button.button");
    await saved(page);
    desk = new URL(page.url()).pathname;
    await act(page, "publish");
    await saved(page);
    await page.goto("/ar/courses");
    await page.getByRole("link", { name: title, exact: true }).click();
    await page.click("main ul.rows a");
    cohort = new URL(page.url()).pathname;
  });

  for (const phone of families) {
    await as(phone, async (page) => {
      await page.goto(`${cohort}/apply`);
      await page.selectOption("#f-member", { index: 1 });
      await page.check("#f-true");
      await page.click("main form button.button");
      await expect(page.locator("main")).toContainText(/E-\d{4}-\d{5}/);
    });
  }

  let sitting;
  await as(officer, async (page) => {
    await page.goto(desk);
    for (const box of await page.locator("input[name=enrolment]").all()) await box.check();
    await page.click("#screen-many button");
    await saved(page);
    await act(page, "close");
    await saved(page);
    await field(page, "held_on", day(0));
    await field(page, "sitting_venue", "قاعة الاجتماعات");
    await act(page, "call");
    await saved(page);
    await page.getByRole("link", { name: "جلسة اللجنة" }).click();
    sitting = new URL(page.url()).pathname;
  });

  for (const [n, phone] of members.entries()) {
    await as(phone, async (page) => {
      await page.goto(sitting);
      await act(page, "attend");
      await saved(page);
      const boxes = page.locator("fieldset.choice");
      expect(await boxes.count()).toBe(40);
      for (const [at, box] of (await boxes.all()).entries()) {
        // All say yes to the first two; the others get two of three.
        await box.locator(`input[value=${at < 2 || at % 3 !== n ? "yes" : "no"}]`).check();
      }
      await act(page, "vote");
      await saved(page);
    });
  }

  await as(officer, async (page) => {
    await page.goto(sitting);
    await act(page, "count");
    await saved(page);
    await expect(page.locator("main")).toContainText(/MN-\d{4}-\d{4}/);
  });
  for (const [n, phone] of members.entries()) {
    // Nothing is known outside before the last signature.
    await as(families[0], async (page) => {
      await page.goto("/ar/me/training");
      await expect(page.locator("section", { hasText: title })).toContainText("الشروط مستوفاة");
      expect(await (await page.goto(cohort)).text()).not.toMatch(/E-\d{4}-\d{5}/);
    });
    await as(phone, async (page) => {
      await page.goto(sitting);
      await field(page, "code", "000000");
      await page.click("form[action$='/sign'] button");
      await expect(page.locator("#errors")).toBeVisible();
      await field(page, "code", nextCode(phone));
      await page.click("form[action$='/sign'] button");
      if (n < 2) await saved(page);
    });
  }

  const offered = [];
  let declined = 0;
  const answers = async (phones) => {
    let answered = 0;
    for (const phone of phones) {
      await as(phone, async (page) => {
        await page.goto("/ar/me/training");
        const section = page.locator("section.card", { hasText: title });
        if (!(await section.locator("form[action$='/confirm']").count())) return;
        const declines = declined < 2 && !named.includes(phone);
        declined += declines ? 1 : 0;
        if (declines) await section.getByText("أعتذر عن المقعد").first().click();
        await section
          .locator(`form[action$="/${declines ? "decline" : "confirm"}"]`)
          .first()
          .locator("button")
          .click();
        await saved(page);
        answered += 1;
        if (!declines) offered.push(phone);
      });
    }
    return answered;
  };
  expect(await answers(families)).toBeGreaterThanOrEqual(30);
  await answers(families.filter((phone) => !offered.includes(phone)));
  expect(offered.length).toBe(30);
  for (const phone of named) expect(offered).toContain(phone);

  let lessons = [];
  await as(officer, async (page) => {
    // The cohort begins today.
    await page.goto(desk);
    await page.getByRole("link", { name: "عدّل", exact: true }).click();
    await field(page, "starts_on", day(0));
    await field(page, "closes_on", day(-1));
    await page.click("main form button.button");
    await saved(page);
    await page.goto(`${desk}/lessons`);
    await field(page, "from", day(1));
    await field(page, "to", day(4));
    await field(page, "begins", "12:00");
    await field(page, "ends", "09:00");
    await page.selectOption("#f-trainer", { label: "إيمان المقريف" });
    await page.click("main form button.button");
    await expect(page.locator("#errors a")).toHaveAttribute("href", "#f-ends");
    await field(page, "ends", "14:00");
    await page.click("main form button.button");
    await saved(page);
    const rows = await page.locator("ul.rows a[href$='/change']").all();
    expect(rows.length).toBeGreaterThanOrEqual(2);
    const paths = await Promise.all(rows.map((row) => row.getAttribute("href")));
    for (const [n, path] of paths.entries()) {
      await page.goto(path);
      if (n > 1) {
        await act(page, "remove");
        continue;
      }
      await field(page, "day", day(0));
      await field(page, "begins", ["08:00", "10:00"][n]);
      await field(page, "ends", ["10:00", "12:00"][n]);
      await page.click("main form button.button");
      await saved(page);
    }
    lessons = paths.slice(0, 2).map((path) => path.replace("/change", ""));
    // One at the same time is refused in words.
    await page.goto(`${lessons[1]}/change`);
    await field(page, "begins", "09:00");
    await page.click("main form button.button");
    await expect(page.locator("#errors a")).toContainText("تتقاطع");
    await expect(page.locator("#f-begins")).toHaveValue("09:00");
  });

  // The calendar, read by a library of others.
  await as(named[0], async (page) => {
    const text = await (await page.request.get(`${cohort}.ics`)).text();
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
    expect(events.length).toBe(2);
    expect(events[0].summary).toContain(title);
    expect(events[0].startDate.toJSDate().toISOString()).toBe(`${day(0)}T06:00:00.000Z`);
    expect(events[0].sequence).toBe(1);
    await page.goto("/ar/me/training");
    await page.click("form[action$='/calendar'] button");
    const link = await page.getAttribute("a[href*='calendar.ics']", "href");
    const own = await (await page.request.get(link.replace(/^https?:\/\/[^/]+/, ""))).text();
    expect(new ICAL.Component(ICAL.parse(own)).getAllSubcomponents("vevent").length).toBeGreaterThanOrEqual(2);
    expect((await page.request.get("/ar/me/calendar.ics?key=0")).status()).toBe(404);
  });

  const absent = offered.filter((phone) => !named.includes(phone)).slice(0, 2);
  const names = [];
  for (const phone of absent) {
    await as(phone, async (page) => {
      await page.goto("/ar/me/training");
      names.push((await page.locator("section.card", { hasText: title }).locator("p[dir=auto]").first().innerText()).split(" · ")[0]);
    });
  }
  // One scans the code on the trainer's screen.
  let scanned;
  await as(trainer, async (page) => {
    for (const path of lessons) {
      await page.goto(path);
      // The first list draws those who confirmed; saving begins the cohort.
      if (await page.locator("fieldset.marks").count()) {
        for (const name of names) await page.locator("fieldset.marks", { hasText: name }).first().locator("input[value=absent]").check();
        await page.click("button[name=rest]");
        await saved(page);
      }
    }
    await page.goto(lessons[0]);
    expect(await page.locator("fieldset.marks").count()).toBe(30);
    expect(await page.locator("input[value=present]:checked").count()).toBe(28);
    scanned = await page.goto(`${lessons[0]}/code`);
    expect(scanned.status()).toBe(200);
    expect(await page.locator(".qr svg").count()).toBe(1);
    await page.goto(`${lessons[0]}/sheet`);
    expect(await page.locator("table.sheet tbody tr").count()).toBe(30);
  });
  await as(officer, async (page) => {
    await page.goto(`${desk}/progress`);
    await act(page, "finish");
    await saved(page);
    await page.goto(`${desk}/certificates`);
    await act(page, "issue");
    await saved(page);
    await expect(page.locator("main ul.rows > li")).toHaveCount(28);
  });

  let storefront;
  let code;
  await as(named[0], async (page) => {
    await page.goto("/ar/me/training");
    await page.locator("section.card", { hasText: title }).locator("a[href*='/certificates/']").click();
    code = new URL(page.url()).pathname.split("/").pop();
    await expect(page.locator("main")).toContainText("سارية");
    for (const [file, type] of [
      ["certificate.pdf", "application/pdf"],
      ["certificate.png", "image/png"],
      ["badge.json", "application/ld+json; charset=utf-8"],
    ]) {
      const answer = await page.request.get(`/ar/certificates/${code}/${file}`);
      expect([file, answer.status(), answer.headers()["content-type"]]).toEqual([file, 200, type]);
    }
    const badge = await (await page.request.get(`/ar/certificates/${code}/badge.json`)).json();
    const signer = await (await page.request.get("/.well-known/did.json")).json();
    expect([badge.issuer.id, signer.assertionMethod]).toEqual([signer.id, [badge.proof.verificationMethod]]);
    await page.goto("/ar/products?mark=1&q=");
    await page.goto("/ar/me");
    storefront = await page.getAttribute("a[href*='/families/']", "href");
    await page.goto(storefront);
    await expect(page.locator("main")).toContainText("علامة الجودة");
    await page.click(".cards a");
    await expect(page.locator(".buy")).toContainText("علامة الجودة");
  });
  await as(officer, async (page) => {
    await page.goto(`${desk}/certificates`);
    const row = page.locator("main ul.rows > li", { hasText: code });
    await row.locator("summary").first().click();
    await row.locator("textarea").first().fill("قصير");
    await row.locator("form[action$='/revoke']").locator("button").click();
    await expect(page.locator("#errors")).toBeVisible();
    const again = page.locator("main ul.rows > li", { hasText: code });
    await again.locator("textarea").first().fill("ظهر أن متدربًا آخر حضر مكانه.");
    await again.locator("form[action$='/revoke']").locator("button").click();
    await saved(page);
  });
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(storefront);
  await expect(visitor.locator("main")).not.toContainText("علامة الجودة");
  await visitor.goto("/ar/certificates");
  await visitor.fill("#f-code", code.toLowerCase().replaceAll("-", " "));
  await visitor.click("main form button.button");
  await expect(visitor.locator("main")).toContainText("مسحوبة");
  expect((await visitor.request.get(`/ar/certificates/${code}/certificate.pdf`)).status()).toBe(404);
});
