import type { Metadata } from "next";
import { SignInForm } from "#components/sign-in/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function Page({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  return <SignInForm next={typeof next === "string" ? next : "/team"} />;
}
