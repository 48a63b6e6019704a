import Link from "next/link";
import type { ReactNode } from "react";
import { PassingNotices } from "#components/ui/passing-notices.tsx";
import { Finder } from "./finder.tsx";
import { HubBadge } from "./hub-badge.tsx";
import { HubChanges } from "./hub-changes.tsx";
import { MainNav } from "./main-nav.tsx";
import { StatusBanners } from "./status-banners.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

export function AppShell({ children }: { children: ReactNode }) {
  return (
    <PassingNotices>
      <HubChanges />
      <a
        href="#main"
        className="sr-only z-20 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex max-w-[110rem] flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 sm:px-5">
          <Link href="/team" className="font-semibold tracking-tight">
            Tekton
          </Link>
          <div className="order-last w-full lg:order-none lg:w-auto lg:min-w-0 lg:flex-1">
            <MainNav />
          </div>
          <div className="ml-auto flex items-center gap-1">
            <HubBadge />
            <Finder />
            <ThemeSwitch />
          </div>
        </div>
      </header>
      <StatusBanners />
      <main id="main" tabIndex={-1} className="mx-auto max-w-[110rem] px-3 py-4 outline-none sm:px-5">
        {children}
      </main>
    </PassingNotices>
  );
}
