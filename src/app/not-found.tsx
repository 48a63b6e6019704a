import Link from "next/link";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-4 py-20">
      <h1 className="text-xl font-semibold">There is no page here</h1>
      <p className="mt-2 text-muted">The address may be mistyped, or the page has another name now.</p>
      <Link href="/team" className="mt-4 inline-block text-accent underline underline-offset-2">
        Go to the team
      </Link>
    </main>
  );
}
