import { expect, test } from "./hub-test.ts";

const token = "a-token-for-the-browser-tests";

test.use({ hubEnv: { TEKTON_TOKEN: token } });

test("who is no admin reads an entry and can change nothing", async ({ page, request }) => {
  const made = await request.post("/api/v2/tokens", {
    headers: { authorization: `Bearer ${token}` },
    data: { name: "reader", role: "user" },
  });
  const { token: reader } = (await made.json()) as { token: string };
  await page.goto("/registry/apollo-ai");
  await page.getByLabel(/token/i).fill(reader);
  await page.getByRole("button", { name: /sign in/i }).click();
  await expect(page).toHaveURL(/\/registry\/apollo-ai$/);
  await expect(page.getByText("To read only: changing it takes an admin.")).toBeVisible();
  const fields = page.locator("main").locator("input, textarea, select");
  await expect(page.getByLabel("System prompt")).toHaveValue(/You are Apollo/);
  for (const field of await fields.all()) await expect(field).not.toBeEditable();
  for (const name of ["Save", "Delete", "Dry run", "Add", "Remove debugging", "Restore version 1"]) {
    await expect(page.getByRole("button", { name, exact: true })).toBeHidden();
  }
  await expect(page.getByRole("listitem").filter({ hasText: "Version 1" })).toBeVisible();
  await page.goto("/registry/new");
  await expect(page.getByText("Adding a specialist takes an admin.")).toBeVisible();
});
