import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./hub-test.ts";

const explained = (page: Page): Locator => page.getByRole("status", { name: "Where it would go" });
const examples = (page: Page): Locator => page.getByRole("region", { name: "Examples that fit" }).getByRole("listitem");

async function ask(page: Page, message: string): Promise<void> {
  await page.getByRole("textbox", { name: "Where would this go?" }).fill(message);
  await page.keyboard.press("Enter");
}

test("says who would get a message, how sure that is, what spoke for it, and who came next", async ({ page }) => {
  await page.goto("/routing");
  await ask(page, "TypeError: cannot read properties of undefined (reading 'map'), here is the stack trace");
  await expect(explained(page)).toContainText("apollo");
  await expect(explained(page)).toContainText("debugging");
  await expect(explained(page)).toContainText(/\d+ %/);
  await expect(explained(page)).toContainText("Decided by the words of the message.");
  await expect(explained(page).getByRole("heading", { name: "What spoke for it" })).toBeVisible();
  await expect(explained(page).getByRole("heading", { name: "Next best" })).toBeVisible();
  await ask(page, "zzyzx qwrtp");
  await expect(explained(page)).toContainText("numa");
  await expect(explained(page)).toContainText("the generalist has it");
});

test("the examples are searched, narrowed and kept in the address, and few of them are drawn", async ({ page }) => {
  await page.goto("/routing");
  await expect(examples(page).first()).toBeVisible();
  const debugging = page.getByRole("button", { name: /^debugging/ });
  await debugging.click();
  await expect(debugging).toHaveAttribute("aria-pressed", "true");
  const count = Number(/\d+$/.exec((await debugging.textContent()) ?? "")?.[0]);
  await expect(page.getByText(`${count} examples`, { exact: true })).toBeVisible();
  expect(count).toBeGreaterThan(200);
  await page.getByRole("searchbox", { name: "Search the examples" }).fill("stack");
  await expect(page).toHaveURL(/q=stack&capability=debugging/);
  for (const text of await examples(page).allTextContents()) expect(text.toLowerCase()).toContain("stack");
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Search the examples" })).toHaveValue("stack");

  await page.goto("/routing");
  await expect(examples(page).first()).toBeVisible();
  const before = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(before);
  expect(await examples(page).count()).toBeLessThan(60);
});

test("an added example is learned and changes an answer; it is edited, taken out and put back", async ({ page }) => {
  // Learning takes seconds, more on a machine that does other things too.
  test.setTimeout(180_000);
  const learned = page.getByText(/^Learned from [\d,]+ examples/);
  await page.goto("/routing");
  await ask(page, "please zorblax the frumious quibbit");
  await expect(explained(page)).not.toContainText("terma");
  await page.getByRole("button", { name: "Add an example" }).click();
  const form = page.getByRole("form", { name: "Add an example" });
  await form.getByLabel("What somebody would write").fill("Zorblax the frumious quibbit of my shell");
  await form.getByLabel("Capability").selectOption("terminal");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await expect(form).toBeHidden();
  await expect(page.getByText("Learning…")).toBeVisible({ timeout: 20_000 });
  await expect(learned).toBeVisible({ timeout: 120_000 });
  await ask(page, "please zorblax the frumious quibbit");
  await expect(explained(page)).toContainText("terma");

  await page.getByLabel("Origin").selectOption("added");
  await expect(examples(page)).toHaveCount(1);
  await expect(examples(page)).toContainText("added here");
  await page.getByRole("button", { name: /^Edit “Zorblax/ }).click();
  const edit = page.getByRole("form", { name: "Edit the example" });
  await edit.getByLabel("What somebody would write").fill("Zorblax the frumious quibbit of my harbour");
  await edit.getByLabel("What somebody would write").press("Enter");
  await expect(examples(page)).toContainText("of my harbour");
  await page.getByRole("button", { name: /^Take out “Zorblax/ }).click();
  await expect(page.getByText("No example is like that.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(examples(page)).toContainText("of my harbour");
});

test("an example twice is refused in its place; a shipped one that was taken out is brought back", async ({
  page,
  tolerate,
}) => {
  tolerate.push(/409/);
  await page.goto("/routing?capability=debugging&origin=shipped");
  const text = (await examples(page).first().locator("p").first().textContent()) ?? "";
  await page.getByRole("button", { name: "Add an example" }).click();
  const form = page.getByRole("form", { name: "Add an example" });
  await form.getByLabel("What somebody would write").fill(text);
  await expect(form.getByLabel("Capability")).toHaveValue("debugging");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await expect(form.getByRole("alert")).toContainText("already");
  await form.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: `Take out “${text.slice(0, 60)}”`, exact: true }).click();
  await page.getByLabel("Origin").selectOption("removed");
  await expect(examples(page)).toHaveCount(1);
  await expect(examples(page)).toContainText("taken out");
  await page.getByRole("button", { name: /^Bring back/ }).click();
  await expect(page.getByText("No example is like that.")).toBeVisible();
});

test("an answer is that of the message it names, and is dimmed once the message is another", async ({ page }) => {
  await page.goto("/routing");
  await ask(page, "zzyzx qwrtp");
  await expect(explained(page)).toContainText("“zzyzx qwrtp”");
  await expect(explained(page)).toHaveCSS("opacity", "1");
  await page.getByRole("textbox", { name: "Where would this go?" }).fill("zzyzx qwrtp again");
  await expect(explained(page)).toContainText("“zzyzx qwrtp”");
  await expect(explained(page)).toHaveCSS("opacity", "0.6");
});

test("Enter asks nothing more while an answer is awaited", async ({ page }) => {
  let asked = 0;
  await page.route("**/api/trpc/routing.route**", async (route) => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  await page.goto("/routing");
  await ask(page, "zzyzx qwrtp");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(explained(page)).toContainText("numa");
  expect(asked).toBe(1);
});

test("a half-edited example outlives scrolling, another's Edit and a closed form gives the focus back", async ({
  page,
}) => {
  await page.goto("/routing");
  const edit = page.getByRole("button", { name: /^Edit “/ });
  await edit.nth(1).press("Enter");
  const words = page.getByRole("form", { name: "Edit the example" }).getByLabel("What somebody would write");
  await expect(words).toBeFocused();
  await words.fill("half written");
  await page.mouse.move(600, 500);
  await expect(async () => {
    await page.mouse.wheel(0, 5_000);
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(5_000);
  }).toPass();
  await expect(words).toHaveValue("half written");
  await edit.nth(3).click();
  await expect(words).toHaveValue("half written");
  await expect(words).toBeFocused();
  await words.press("Escape");
  await expect(words).toBeHidden();
  await expect(page.getByRole("button", { name: "Add an example" })).toBeFocused();
  await page.evaluate(() => scrollTo(0, 0));
  await edit.nth(1).press("Enter");
  await words.press("Escape");
  await expect(edit.nth(1)).toBeFocused();
});

test("a second click on the bin is none; the focus goes on to the next example", async ({ page, request }) => {
  for (const name of ["first", "second"]) {
    const data = { capability: "planning", text: `The ${name} of the glimmering vargs` };
    expect((await request.post("/api/v2/routing/examples", { data })).ok()).toBe(true);
  }
  let removals = 0;
  await page.route("**/api/trpc/routing.removeExample**", async (route) => {
    removals += 1;
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  await page.goto("/routing?q=glimmering+vargs");
  await expect(examples(page)).toHaveCount(2);
  const bins = page.getByRole("button", { name: /^Take out “The/ });
  await bins.first().dblclick();
  await expect(examples(page)).toHaveCount(1);
  await expect(bins.first()).toBeFocused();
  await expect(page.getByRole("status", { name: "Notices" })).not.toContainText("still there");
  expect(removals).toBe(1);
});
