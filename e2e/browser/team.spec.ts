import { expect, test } from "./hub-test.ts";
import { TeamPage } from "./team-page.ts";

const words = (count: number) => Array.from({ length: count }, (_, i) => `w${i} `);
const slow = (count = 200) => ({ tokens: words(count), tokenMs: 40 });

const inOrder = (numbers: number[]) => numbers.every((n, i) => n === i);

test("lanes stream side by side and end with figures that say where they come from", async ({ page, hub }) => {
  hub.fake.script("side by side", slow(60));
  const team = new TeamPage(page);
  await team.open();
  await team.choose("apollo", "athena", "apollo");
  await team.send("side by side");
  for (const lane of ["apollo-ai, lane 1", "apollo-ai, lane 2", "athena-ai"]) {
    await expect(team.badge(lane)).toContainText("running");
  }
  await expect(team.lane("athena-ai")).toContainText("w5");
  for (const lane of ["apollo-ai, lane 1", "apollo-ai, lane 2", "athena-ai"]) {
    await expect(team.badge(lane)).toContainText("done");
    await expect(team.lane(lane)).toContainText("60 · measured");
    expect(inOrder(await team.numbered(lane))).toBe(true);
  }
});

test("stopping one lane closes its upstream and leaves the others; retry asks it again", async ({ page, hub }) => {
  hub.fake.script("stop one", slow());
  const team = new TeamPage(page);
  await team.open();
  await team.choose("apollo", "athena");
  await team.send("stop one");
  await expect(team.lane("apollo-ai")).toContainText("w3");
  await team.lane("apollo-ai").getByRole("button", { name: "Stop" }).click();
  await expect(team.badge("apollo-ai")).toContainText("stopped");
  await expect(team.lane("apollo-ai")).toContainText("w3");
  await expect(team.badge("athena-ai")).toContainText("running");
  await expect.poll(() => hub.fake.active).toBe(1);
  hub.fake.script("stop one", { text: "second try" });
  await team.lane("apollo-ai").getByRole("button", { name: "Ask this specialist again" }).click();
  await expect(team.lane("apollo-ai")).toContainText("second try");
  await page.keyboard.press("Escape");
  await expect(team.badge("athena-ai")).toContainText("stopped");
  await expect.poll(() => hub.fake.active).toBe(0);
});

test("a reload and a second tab in mid-stream re-attach every lane exactly", async ({ page, context, hub }) => {
  hub.fake.script("come back", slow(150));
  const team = new TeamPage(page);
  await team.open();
  await team.choose("apollo", "athena", "metis");
  await team.send("come back");
  await expect(team.lane("metis-ai")).toContainText("w10");
  await page.reload();
  const second = new TeamPage(await context.newPage());
  await second.open();
  for (const tab of [team, second]) {
    for (const id of ["apollo-ai", "athena-ai", "metis-ai"]) {
      await expect(tab.badge(id)).toContainText("done", { timeout: 20_000 });
      const seen = await tab.numbered(id);
      expect(seen).toHaveLength(150);
      expect(inOrder(seen)).toBe(true);
    }
  }
});

test("eight tabs at once are all live on HTTP/1.1", async ({ context, hub }) => {
  hub.fake.script("eight tabs", { tokens: words(300), tokenMs: 100 });
  const tabs: TeamPage[] = [];
  for (let i = 0; i < 8; i++) tabs.push(new TeamPage(await context.newPage()));
  for (const tab of tabs) await tab.open();
  const [first, ...others] = tabs as [TeamPage, ...TeamPage[]];
  await first.choose("apollo", "hermes");
  await first.send("eight tabs");
  for (const tab of [first, ...others]) {
    await expect(tab.badge("hermes-ai")).toContainText("running");
    await expect(tab.lane("hermes-ai")).toContainText("w5");
  }
  // Every tab can still talk to the hub: no stream of its own holds a connection.
  await (others.at(-1) as TeamPage).lane("hermes-ai").getByRole("button", { name: "Stop" }).click();
  for (const tab of tabs) await expect(tab.badge("hermes-ai")).toContainText("stopped");
  // The tab that holds the stream goes; another takes over.
  await first.page.close();
  for (const tab of others) await expect(tab.badge("apollo-ai")).toContainText("done", { timeout: 40_000 });
  const seen = await (others[0] as TeamPage).numbered("apollo-ai");
  expect(seen).toHaveLength(300);
  expect(inOrder(seen)).toBe(true);
});

test("the page stays responsive while 40 KB of Markdown stream into six lanes", async ({ page, hub }) => {
  test.setTimeout(120_000);
  const paragraph = (i: number) =>
    `## Part ${i}\n\nSome **bold** and \`code\` and a [link](https://example.com/${i}).\n\n- one\n- two\n\n\`\`\`ts\nconst part = ${i};\n\`\`\`\n\n| a | b |\n|---|---|\n| ${i} | x |\n\n`;
  const text = Array.from({ length: 300 }, (_, i) => paragraph(i)).join("");
  expect(text.length).toBeGreaterThan(40_000);
  hub.fake.script("a long one", { text, split: 40, tokenMs: 25 });
  const team = new TeamPage(page);
  await team.open();
  await team.choose("apollo", "athena", "metis", "hermes", "rhetor", "numa");
  await team.send("a long one");
  await expect(team.lane("numa-ai")).toContainText("Part 3");
  const gaps = page.evaluate(async () => {
    const seen: number[] = [];
    let last = performance.now();
    for (let i = 0; i < 150; i++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(performance.now() - last - 20);
      last = performance.now();
    }
    return seen.sort((a, b) => a - b);
  });
  // While all six still stream, a person can type, and each key shows.
  await team.composer.pressSequentially("still here", { delay: 30 });
  await expect(team.composer).toHaveValue("still here");
  await expect(team.badge("numa-ai")).toContainText("running");
  const delays = await gaps;
  const at = (q: number) => Math.round(delays[Math.floor(delays.length * q)] ?? 0);
  test.info().annotations.push({
    type: "main thread delay",
    description: `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(0.999)} ms`,
  });
  for (const id of ["apollo-ai", "numa-ai"]) {
    await expect(team.badge(id)).toContainText("done", { timeout: 60_000 });
    await expect(team.lane(id).getByRole("heading", { name: "Part 299" })).toBeAttached();
  }
});

test("a hub that dies in mid-answer leaves the partial, says so, and answers again when it is back", async ({
  page,
  hub,
  tolerate,
}) => {
  tolerate.push(
    /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|Failed to load resource|ERR_EMPTY_RESPONSE/,
  );
  hub.fake.script("interrupted", slow(400));
  const team = new TeamPage(page);
  await team.open();
  await team.choose("apollo");
  await team.send("interrupted");
  await expect(team.lane("apollo-ai")).toContainText("w20");
  await hub.restart();
  await expect(team.badge("apollo-ai")).toContainText("interrupted", { timeout: 30_000 });
  await expect(team.lane("apollo-ai")).toContainText("w10");
  hub.fake.script("interrupted", { text: "all is well again" });
  await team.lane("apollo-ai").getByRole("button", { name: "Ask this specialist again" }).click();
  await expect(team.lane("apollo-ai")).toContainText("all is well again");
});

test("a failed lane says why and keeps what came", async ({ page, hub }) => {
  hub.fake.script("fails midway", {
    tokens: words(20),
    tokenMs: 10,
    errorAfter: { tokens: 10, message: "CUDA out of memory" },
  });
  const team = new TeamPage(page);
  await team.open();
  await team.choose("apollo");
  await team.send("fails midway");
  await expect(team.badge("apollo-ai")).toContainText("failed");
  await expect(team.lane("apollo-ai")).toContainText("w9");
  await expect(team.lane("apollo-ai")).toContainText("CUDA out of memory");
});

test("hostile Markdown runs nothing and fetches nothing", async ({ page, hub }) => {
  const hostile = [
    "<script>window.hacked = 1</script>",
    '<img src="https://evil.example/a.png" onerror="window.hacked = 1">',
    "![alt](https://evil.example/b.png)",
    "![ref][r]\n\n[r]: https://evil.example/c.png",
    "[click](javascript:window.hacked=1)",
    '<svg onload="window.hacked=1"></svg>',
    '<a href="data:text/html,<script>window.hacked=1</script>">x</a>',
    "<https://evil.example/d>",
    "END",
  ].join("\n\n");
  hub.fake.script("hostile", { text: hostile, split: 1 });
  const team = new TeamPage(page);
  await team.open();
  await team.choose("apollo");
  await team.send("hostile");
  await expect(team.lane("apollo-ai")).toContainText("END");
  await expect(team.badge("apollo-ai")).toContainText("done");
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  const lane = team.lane("apollo-ai");
  expect(await lane.locator("img, script, svg[onload], iframe").count()).toBe(0);
  const hrefs = await lane.locator("a").evaluateAll((links) => links.map((a) => a.getAttribute("href") ?? ""));
  expect(hrefs.filter((href) => !/^(https?:|mailto:)/.test(href))).toEqual([]);
});

test("the keyboard does it all: choose, name, send, stop", async ({ page, hub }) => {
  hub.fake.script("by keyboard", slow());
  const team = new TeamPage(page);
  await team.open();
  await team.choose("apollo");
  await team.composer.pressSequentially("by keyboard @ath");
  await expect(page.getByRole("listbox")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(team.composer).toHaveValue(/@athena/);
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("second line");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /Stop all/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: /Stop all/ })).toBeHidden();
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("regis");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/registry/);
});
