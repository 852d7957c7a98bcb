// The whole of a fair on a phone, without JavaScript: planned with its hall, called for, scored without names, decided by a
// committee, results at one moment, one objection heard by others, booths, a bus, custody, settlement, report; and the next call
// ranks those who went lower. Then the hall by hand, and the guide without a network.
import { expect } from "@playwright/test";
import ICAL from "ical.js";
import { administrator, head, nextCode, officer, password, signIn, test } from "./town.js";

test.use({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false, locale: "ar-LY" });

const members = ["0910000007", "0910000008", "0910000009"];
// Eight apply in the browser, fifty-two by the same forms.
const families = Array.from({ length: 8 }, (_, n) => `092000000${n + 1}`);
const neighbours = Array.from({ length: 52 }, (_, n) => `092100${String(n + 1).padStart(4, "0")}`);
const title = "معرض السعف والنسيج";
const day = (n) => new Date(Date.now() + n * 86_400_000 + 2 * 3_600_000).toISOString().slice(0, 10);
const act = (page, code) => page.locator(`form[action$="/${code}"]`).first().locator("button[type=submit]").first().click();
const saved = (page) => expect(page.locator(".notice.good").first()).toBeVisible();
const field = (page, name, value) => page.fill(`#f-${name}`, value);

function acting(browser) {
  const kept = new Map();
  const act = async (phone, what) => {
    const context = await browser.newContext({ storageState: kept.get(phone) });
    const page = await context.newPage();
    if (!kept.has(phone)) await signIn(page, phone);
    await what(page);
    kept.set(phone, await context.storageState());
    await context.close();
  };
  // Forms without a page, as a browser sends them.
  act.byForms = async (phone, what) => {
    const context = await browser.newContext({ storageState: kept.get(phone) });
    const send = async (path, form) => {
      const answer = await context.request.post(path, { form, maxRedirects: 0 });
      expect([path, answer.status()]).toEqual([path, 303]);
      return answer.headers().location.split("?")[0];
    };
    if (!kept.has(phone)) await send("/ar/sign-in", { phone, password });
    const first = async (path, name) => {
      const html = await (await context.request.get(path)).text();
      return html.match(new RegExp(`name="${name}"[^>]*value="(\\d+)"`))[1];
    };
    await what(send, first);
    kept.set(phone, await context.storageState());
    await context.close();
  };
  return act;
}

// Each neighbour gets a product on the market, from a file.
async function stock(page) {
  const crafts = ["palm", "weaving", "embroidery", "bread", "pottery"];
  const rows = neighbours.map(
    (_, n) =>
      `N${n},منتج الجيران رقم ${n + 1},قطعة متقنة من عمل اليد,${crafts[n % 5]},25.000,in_stock,20,neighbour-${String(n).padStart(2, "0")}`,
  );
  const csv = ["id,title_ar,description_ar,craft,price_lyd,availability,stock,family_id", ...rows].join("\n");
  await page.goto("/ar/desk/import");
  await page.setInputFiles("#f-products", { name: "products.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.click("form[enctype] button[type=submit]");
  return new URL(page.url()).pathname;
}

// Another than who began it releases it.
async function release(page, job) {
  await page.goto(job);
  await page.click("form[action*='/desk/import/'] button");
  // The page renews itself until the worker has ended, without a script.
  await expect(page.locator(".notice.good")).toBeVisible({ timeout: 60_000 });
}

async function applyByForms(send, first, address) {
  const mine = await send(`${address}/apply`, {});
  await send(`${mine}/products`, { product: await first(`${mine}/products`, "product") });
  await send(`${mine}/people`, { member: await first(`${mine}/people`, "member") });
  await send(`${mine}/needs`, { size: "small", part: "whole", transport: "yes" });
  await send(`${mine}/send`, {});
  return mine;
}

async function plan(page, name, booths) {
  await page.goto("/ar/desk/fairs/new");
  await field(page, "name_ar", name);
  await page.check("input[name=kind][value=local]");
  await field(page, "about", "معرض تعرض فيه الأسر ما تصنعه من السعف والنسيج.");
  await page.selectOption("#f-municipality", "LYM083");
  await field(page, "venue", "قاعة النخيل");
  await field(page, "starts_on", day(9));
  await field(page, "ends_on", day(8));
  await field(page, "opens_at", "10:00");
  await field(page, "closes_at", "20:00");
  await field(page, "call_opens_on", day(-1));
  await field(page, "call_closes_on", day(5));
  await page.locator("summary", { hasText: "الميزانية" }).click();
  await field(page, "budget_1", "القاعة");
  await field(page, "planned_1", "٥٠٠");
  await page.click("main form button.button");
  // It ends before it begins: said at the field, and nothing typed is lost.
  await expect(page.locator("#errors a")).toHaveAttribute("href", "#f-ends_on");
  await expect(page.locator("#f-venue")).toHaveValue("قاعة النخيل");
  await field(page, "ends_on", day(9));
  await page.click("main form button.button");
  await saved(page);
  const desk = new URL(page.url()).pathname;
  await page.goto(`${desk}/hall`);
  await field(page, "width", "20");
  await field(page, "height", "10");
  await act(page, "size");
  await saved(page);
  const row = page.locator("details", { has: page.locator("form[action$='/row']") });
  const draw = async (x, y) => {
    await row.locator("[name=number]").fill("أ-1");
    await row
      .locator("[name=kind][value=small], select[name=kind]")
      .first()
      .selectOption("small")
      .catch(async () => row.locator("input[name=kind][value=small]").check());
    await row.locator("[name=x]").fill(String(x));
    await row.locator("[name=y]").fill(String(y));
    await row.locator("[name=power]").check();
    await row.locator("[name=count]").fill(String(booths));
    await row.locator("[name=gap]").fill("1");
    await row.locator("button[type=submit]").click();
  };
  await row.locator("summary").click();
  await draw(18, 2);
  await expect(page.locator("#errors")).toContainText("القاعة");
  await draw(1, 2);
  await saved(page);
  await expect(page.locator(".hall .booth")).toHaveCount(booths);
  await page.goto(desk);
  await act(page, "open-call");
  await saved(page);
  return desk;
}

async function apply(page, address) {
  await page.goto(`${address}/apply`);
  await page.click("main form button.button");
  const mine = new URL(page.url()).pathname;
  await page.goto(`${mine}/products`);
  await page.locator("input[name=product]").first().check();
  await page.click("main form button.button");
  await saved(page);
  await page.goto(`${mine}/people`);
  await page.locator("input[name=member]").first().check();
  await page.click("main form button.button");
  await saved(page);
  await page.goto(`${mine}/needs`);
  await page.check("input[name=size][value=small]");
  await page.check("#f-transport");
  await page.click("main form button.button");
  await saved(page);
  await act(page, "send");
  await expect(page.locator("main")).toContainText(/FA-\d{4}-\d{5}/);
  // What was sent is not filled in any more.
  await page.goto(`${mine}/needs`);
  expect(new URL(page.url()).pathname).toBe(mine);
  // The page of the fair says where it stands, and asks for nothing a second time.
  await page.goto(address);
  await expect(page.locator(`main a[href$="${mine}"]`)).toBeVisible();
  await expect(page.locator(`main a[href$="/apply"]`)).toHaveCount(0);
  return mine;
}

async function screen(page, desk) {
  await page.goto(desk);
  await act(page, "close-call");
  await saved(page);
  // Closed too early, it is opened again until another day.
  await page.locator("summary", { hasText: "تمديد الدعوة" }).click();
  await field(page, "call_until", day(6));
  await act(page, "extend-call");
  await saved(page);
  await act(page, "close-call");
  await saved(page);
  await page.goto(`${desk}/applications`);
  for (const box of await page.locator("input[name=application]").all()) await box.check();
  await act(page, "screen-many");
  await saved(page);
  await page.goto(`${desk}/selection`);
  await act(page, "begin");
  await saved(page);
}

// The first by hand, the others by the same form. No name is told on any.
async function score(page, desk, names) {
  await page.goto(desk.replace("/desk/", "/committee/"));
  const numbers = await page.locator("ul.rows a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const [n, number] of numbers.entries()) {
    const html = await (await page.request.get(number)).text();
    for (const name of names) expect(html.includes(name), `${name} is told at ${number}`).toBe(false);
    if (n < 3) {
      await page.goto(number);
      for (const box of await page.locator("input[name^=points_]").all()) await box.fill("7");
      await act(page, "give");
      await saved(page);
      continue;
    }
    const fields = [...html.matchAll(/name="(points_\d+)"/g)].map((found) => [found[1], "7"]);
    const answer = await page.request.post(`${number}/give`, { form: Object.fromEntries(fields), maxRedirects: 0 });
    expect(answer.status()).toBe(303);
  }
  return numbers.length;
}

test("a fair from its plan to its report", async ({ browser }) => {
  test.setTimeout(900_000);
  const as = acting(browser);
  let desk;
  let address;
  const names = [];
  await as(officer, async (page) => {
    desk = await plan(page, title, 5);
    await page.getByRole("link", { name: "صفحته العامة" }).click();
    address = new URL(page.url()).pathname;
    const calendar = new ICAL.Component(ICAL.parse(await (await page.request.get(`${address}.ics`)).text()));
    expect(calendar.getFirstSubcomponent("vevent").getFirstPropertyValue("sequence")).toBe(0);
  });
  let job;
  await as(administrator, async (page) => {
    job = await stock(page);
  });
  await as(head, (page) => release(page, job));
  const mine = new Map();
  for (const phone of families) await as(phone, async (page) => mine.set(phone, await apply(page, address)));
  for (const phone of neighbours) await as.byForms(phone, async (send, first) => mine.set(phone, await applyByForms(send, first, address)));
  await as(officer, async (page) => {
    await page.goto(`${desk}/applications`);
    names.push(...(await page.locator("main ul.rows > li a").allInnerTexts()));
    expect(names.length).toBe(60);
    await screen(page, desk);
  });
  let scores = 0;
  for (const phone of members)
    await as(phone, async (page) => {
      scores += await score(page, desk, names);
    });
  expect(scores).toBe(120);

  let sitting;
  await as(officer, async (page) => {
    await page.goto(`${desk}/selection`);
    await act(page, "propose");
    await saved(page);
    expect(await page.locator("table.grades.wide tbody tr").count()).toBe(60);
    await field(page, "held_on", day(0));
    await field(page, "sitting_venue", "قاعة الاجتماعات");
    await act(page, "call");
    sitting = new URL(page.url()).pathname;
  });
  for (const phone of members) {
    await as(phone, async (page) => {
      await page.goto(sitting);
      await act(page, "attend");
      await saved(page);
      // The last takes the proposed order as it stands.
      if (phone === members.at(-1)) await page.click("form[action$='/vote'] button[name=rest]");
      else {
        for (const box of await page.locator("fieldset.choice").all()) await box.locator("input[value=yes]").check();
        await act(page, "vote");
      }
      await saved(page);
    });
  }
  await as(officer, async (page) => {
    await page.goto(sitting);
    await act(page, "count");
    await saved(page);
  });
  const told = async (phone) => {
    let state;
    await as(phone, async (page) => {
      await page.goto(mine.get(phone));
      state = await page.locator("main .tag").first().innerText();
    });
    return state;
  };
  for (const [n, phone] of members.entries()) {
    await as(phone, async (page) => {
      await page.goto(sitting);
      await page.fill("#f-code", nextCode(phone));
      await page.locator("form[action$='/sign'] button").click();
      await saved(page);
    });
    // Private until the last signature.
    if (n < 2) expect(await told(families[0])).toContain("تدرسه");
  }
  const accepted = [];
  const waiting = [];
  for (const phone of mine.keys()) ((await told(phone)).includes("مقبول") ? accepted : waiting).push(phone);
  expect([accepted.length, waiting.length]).toEqual([5, 55]);

  // One objects; who called the sitting may not hear it, another officer does.
  await as(waiting[0], async (page) => {
    await page.goto(mine.get(waiting[0]));
    await expect(page.locator("main")).toContainText("درجة التحكيم");
    await page.locator("summary", { hasText: "تظلّم" }).click();
    await field(page, "objection", "نرى أن منتجنا لم يُنظر إليه كما يجب.");
    await page.locator("form[action$='/objection'] button").click();
    await saved(page);
  });
  const hear = async (page) => {
    await page.goto(`${desk}/selection`);
    await page.locator(".rows a[href*='/desk/cases/']").click();
    await expect(page.locator("main")).toContainText("نرى أن منتجنا لم يُنظر إليه كما يجب.");
  };
  await as(officer, async (page) => {
    await hear(page);
    await expect(page.locator("form.decide")).toHaveCount(0);
  });
  await as(head, async (page) => {
    await page.goto("/ar/desk?kind=fair_result");
    await expect(page.locator("main")).toContainText("تظلّم من نتيجة معرض");
    await hear(page);
    await page.locator("input[name=outcome][value=approved]").check();
    await field(page, "words", "المنتج يستحق مكانًا قبل غيره في قائمة الانتظار.");
    await page.locator("form.decide button").click();
    await saved(page);
  });
  // One of the accepted takes it back: who was right comes before all who wait.
  await as(accepted[0], async (page) => {
    await page.goto(mine.get(accepted[0]));
    await page.locator("summary", { hasText: "اسحب" }).click();
    await act(page, "withdraw");
    await saved(page);
  });
  expect(await told(waiting[0])).toContain("مقبول");
  const coming = [...accepted.slice(1), waiting[0]];
  for (const phone of coming) {
    await as(phone, async (page) => {
      await page.goto(mine.get(phone));
      await act(page, "confirm");
      await saved(page);
    });
  }
  await as(officer, async (page) => {
    await page.goto(`${desk}/booths`);
    await act(page, "allocate");
    await saved(page);
    await act(page, "take-over");
    await saved(page);
    await expect(page.locator(".hall .taken")).toHaveCount(5);
    await page.goto(`${desk}/journey`);
    await page
      .locator("[name=kind]")
      .last()
      .selectOption("bus")
      .catch(() => page.locator("input[name=kind][value=bus]").check());
    await field(page, "title", "حافلة سبها");
    await field(page, "capacity", "1");
    await act(page, "add");
    await saved(page);
    const seats = page.locator("form[action$='/seat']");
    for (const n of [0, 1]) {
      await seats.nth(n).locator("select").selectOption({ index: 1 });
      await seats.nth(n).locator("button").click();
      // One seat, and two who want it.
      if (n === 0) await saved(page);
      else await expect(page.locator("#errors")).toBeVisible();
    }
    // The fair comes earlier: today, and for one day.
    await page.goto(`${desk}/edit`);
    await field(page, "starts_on", day(0));
    await field(page, "ends_on", day(0));
    await page.click("main form button.button");
    await saved(page);
    await page.goto(`${desk}/days`);
    for (const box of await page.locator("input[name=there]").all()) await box.check();
    await act(page, "presence");
    await saved(page);
  });

  // A family prints its labels and ticks what it has done; an officer counts from a label, sent twice it counts once.
  await as(coming[0], async (page) => {
    await page.goto(`${mine.get(coming[0])}/packing`);
    await expect(page.locator(".label svg")).toHaveCount(1);
    await expect(page.locator(".label")).toContainText("د.ل");
    await page.goto(mine.get(coming[0]));
    await page.locator('main a[href$="/guide"]').click();
    await expect(page.locator("main")).toContainText("قاعة النخيل");
    await expect(page.locator('main a[href$="/map"]')).toBeVisible();
  });
  await as(officer, async (page) => {
    await page.goto(`${desk}/accounts`);
    await page.locator("ul.rows a").first().click();
    await page.locator("table.sheet tbody a").click();
    await field(page, "n", "١٠");
    const html = await page.content();
    await page.click("button[value=brought]");
    await saved(page);
    await expect(page.locator("main ul.rows li")).toHaveCount(1);
    const seen = html.match(/name="seen_brought" value="(\d+)"/)[1];
    const again = await page.request.post(page.url(), { form: { n: "10", what: "brought", seen_brought: seen }, maxRedirects: 0 });
    expect(again.status()).toBe(303);
    await page.reload();
    await expect(page.locator("main ul.rows li")).toHaveCount(1);
  });

  // The guide, for a visitor.
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(`${address}/map`);
  await expect(visitor.locator(".hall a.taken")).toHaveCount(5);
  await expect(visitor.locator("main")).toContainText("يُقام الآن");
  await visitor.goto(`${address}/families?name=لا أحد بهذا الاسم`);
  await expect(visitor.locator("main section.card")).toHaveCount(0);
  await visitor.goto(`${address}/families`);
  await expect(visitor.locator("main section.card")).toHaveCount(5);

  await visitor.goto(address);
  await visitor.click("a[href$='/feedback']");
  await visitor.click("main form button");
  await expect(visitor.locator("#errors a")).toHaveCount(4);
  for (const name of ["products", "prices", "order"]) await visitor.check(`input[name=${name}][value='4']`);
  await visitor.check("input[name=anew][value='5']");
  await visitor.click("main form button");
  await expect(visitor.locator("main h1")).toContainText("شكرًا");

  await as(officer, async (page) => {
    await page.goto(`${desk}/accounts`);
    await act(page, "end");
    await saved(page);
    // Bills come after the last day.
    await page.getByRole("link", { name: "تسجيل المصروف أولًا" }).click();
    await page.locator("#spending summary").click();
    await field(page, "spent_1", "٤٨٠");
    await act(page, "spending");
    await saved(page);
    await expect(page.locator("#spending tfoot")).toContainText("480");
    await page.goto(`${desk}/accounts`);
    await act(page, "close");
    await expect(page.locator("#errors")).toBeVisible();
    const sheets = await page.locator("ul.rows a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(sheets.length).toBe(5);
    for (const sheet of sheets) {
      await page.goto(sheet);
      await page.locator("summary", { hasText: "سجّل العهدة" }).click();
      await page.locator("[name^=brought_]").fill("10");
      await page.locator("[name^=sold_]").fill("12");
      await act(page, "goods");
      // More sold than was brought.
      await expect(page.locator("#errors")).toBeVisible();
      await page.locator("[name^=sold_]").fill("٧");
      await page.locator("[name^=returned_]").fill("3");
      await act(page, "goods");
      await saved(page);
      await field(page, "signed_by", "ربة الأسرة");
      await act(page, "settle");
      await saved(page);
    }
    await page.goto(`${desk}/accounts`);
    await act(page, "close");
    await saved(page);
    await page.goto(`${desk}/report`);
    await expect(page.locator("main table").first()).toContainText("شاركوا");
    for (const file of ["report.csv", "report.xlsx"]) expect((await page.request.get(`${desk}/${file}`)).status()).toBe(200);
    await expect(page.locator("main")).toContainText("عدد الزوار الذين أجابوا: 1");
  });

  // The next call: with equal scores, who went comes after who did not.
  const went = coming[1];
  const missed = neighbours.find((phone) => !coming.includes(phone) && phone !== accepted[0]);
  const named = {};
  let next;
  await as(officer, async (page) => {
    next = await plan(page, `${title}: الثاني`, 2);
    await page.getByRole("link", { name: "صفحته العامة" }).click();
    address = new URL(page.url()).pathname;
  });
  for (const phone of [went, missed]) {
    await as.byForms(phone, (send, first) => applyByForms(send, first, address));
    await as(phone, async (page) => {
      await page.goto("/ar/me");
      await page.goto(await page.getAttribute("a[href*='/families/']", "href"));
      named[phone] = (await page.locator("h1").innerText()).trim();
    });
  }
  await as(officer, (page) => screen(page, next));
  for (const phone of members) await as(phone, (page) => score(page, next, Object.values(named)));
  await as(officer, async (page) => {
    await page.goto(`${next}/selection`);
    await act(page, "propose");
    await saved(page);
    const order = await page.locator("table.grades.wide tbody tr").allInnerTexts();
    expect(order.map((row) => Object.keys(named).find((phone) => row.includes(named[phone])))).toEqual([missed, went]);
  });
});

test("booths and families are moved by hand, and the guide opens without a network", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: true, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signIn(page, officer);
  await page.goto("/ar/desk/fairs/4/hall");
  await page.locator("#f-width").fill("12");
  await page.locator("#f-height").fill("8");
  await act(page, "size");
  await saved(page);
  const row = page.locator("details", { has: page.locator("form[action$='/row']") });
  await row.locator("summary").click();
  for (const [name, value] of [
    ["number", "1"],
    ["x", "1"],
    ["y", "1"],
    ["count", "1"],
  ])
    await row.locator(`[name=${name}]`).fill(value);
  await row
    .locator("select[name=kind]")
    .selectOption("small")
    .catch(() => row.locator("input[name=kind][value=small]").check());
  await row.locator("button[type=submit]").click();
  await saved(page);
  // The script says that it is there.
  await expect(page.locator(".moving")).toBeVisible();
  const booth = page.locator("[data-booth]");
  await expect(booth).toHaveAttribute("data-x", "0");
  // Hovering waits until the page stands still.
  await booth.hover();
  const box = await booth.boundingBox();
  const metre = box.width / 2;
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 4 * metre, box.y + box.height / 2 + 2 * metre, { steps: 5 });
  await page.mouse.up();
  await expect(page.locator("[data-booth]")).toHaveAttribute("data-x", "4");
  await expect(page.locator("[data-booth]")).toHaveAttribute("data-y", "2");

  // A family is dragged from the list to a booth that is free.
  await page.setViewportSize({ width: 1280, height: 1400 });
  await page.goto(`/ar/desk/fairs?year=${day(6).slice(0, 4)}`);
  await page.locator("main li", { hasText: "معرض حرف الجنوب" }).locator("a").first().click();
  await page.goto(`${new URL(page.url()).pathname}/booths`);
  await page.locator("table.grades tbody a").first().click();
  await page.locator("main select").selectOption("");
  await page.click("main form button.button");
  await saved(page);
  const free = page.locator(".hall g.free");
  await expect(free).toHaveCount(1);
  const handle = page.locator("[data-guest]").first();
  await expect(handle).toBeVisible();
  await handle.hover();
  await page.mouse.down();
  const there = await free.boundingBox();
  await page.mouse.move(there.x + there.width / 2, there.y + there.height / 2, { steps: 8 });
  await page.mouse.up();
  await saved(page);
  await expect(free).toHaveCount(0);
  await context.close();

  const hall = await browser.newContext({ javaScriptEnabled: true, viewport: { width: 390, height: 844 } });
  const guide = await hall.newPage();
  await guide.goto("/ar/fairs");
  const address = await guide.getAttribute("main section:nth-of-type(1) ul.rows a", "href");
  await guide.goto(`${address}/map`);
  await expect(guide.locator(".kept")).toBeVisible();
  await hall.setOffline(true);
  await guide.goto(`${address}/families`);
  await expect(guide.locator("h1")).toBeVisible();
  expect(await guide.locator("main section.card").count()).toBeGreaterThan(3);
  await guide.goto(`${address}/map`);
  expect(await guide.locator(".hall a.taken").count()).toBeGreaterThan(3);
  await hall.close();
});
