"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { pages } from "./pages.ts";

export function MainNav() {
  const path = usePathname();
  return (
    <nav aria-label="Pages" className="-mx-1.5 lg:overflow-x-auto">
      <ul className="flex flex-wrap lg:flex-nowrap">
        {pages.map(({ href, title }) => {
          const here = path === href || path.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here ? "page" : undefined}
                className={`block rounded-md px-1.5 py-1.5 text-[0.8125rem] sm:mx-0.5 sm:px-2.5 sm:text-sm ${
                  here ? "bg-accent-soft font-medium text-ink" : "text-muted hover:bg-sunken hover:text-ink"
                }`}
              >
                {title}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
