import { expect, test } from "./hub-test.ts";

const token = "a-token-for-the-browser-tests";

test.use({ hubEnv: { TEKTON_TOKEN: token } });

test("who is no admin reads the settings and the examples, tries messages, and is offered no change", async ({
  page,
  request,
}) => {
  const made = await request.post("/api/v2/tokens", {
    headers: { authorization: `Bearer ${token}` },
    data: { name: "reader", role: "user" },
  });
  const reader = ((await made.json()) as { token: string }).token;
  const rules = [{ pattern: "heron", specialists: ["penia-ai", "apollo-ai"], strategy: "fallback" }];
  const written = await request.put("/api/v2/orchestration", {
    headers: { authorization: `Bearer ${token}` },
    data: { routing_rules: rules },
  });
  expect(written.ok()).toBe(true);
  await page.goto("/orchestration");
  await page.getByLabel(/token/i).fill(reader);
  await page.getByRole("button", { name: /sign in/i }).click();

  await expect(page.getByText("Only admins of this hub change these settings.")).toBeVisible();
  await expect(page.getByLabel("Pattern")).toHaveValue("heron");
  await expect(page.getByLabel("Pattern")).toBeDisabled();
  await expect(page.getByLabel("Runs at once")).toBeDisabled();
  await expect(page.getByRole("listitem", { name: "Version 0" })).toBeVisible();
  for (const name of [/^Save/, /^Add/, /^Move/, /^Remove/, /^Take/, /^Go back/]) {
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  }
  await page.getByRole("textbox", { name: "Try a message" }).fill("a heron?");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status", { name: "Where it would go" })).toContainText("penia");

  await page.goto("/routing");
  const examples = page.getByRole("region", { name: "Examples that fit" });
  await expect(examples.getByRole("listitem").first()).toBeVisible();
  for (const name of [/^Add/, /^Edit/, /^Take out/]) await expect(page.getByRole("button", { name })).toHaveCount(0);
});
