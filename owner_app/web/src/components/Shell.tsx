/** What surrounds every page of a logged-in owner: the name, the pages, the way out. */
import { type ReactNode, useState } from "react";
import { Link, useLocation } from "wouter";
import { sentenceFor } from "../api";
import { isOwner, useLogin, useMe } from "../login";
import { CalendarIcon, LinkIcon, LogOutIcon, Mark, SpeechIcon } from "./icons";

export function Shell({ children }: { children: ReactNode }) {
  const me = useMe();
  return (
    <div className="shell">
      <header className="shell-top">
        <Mark />
        <span className="business">{me.business.name}</span>
        <LogOut />
      </header>
      <nav className="shell-nav" aria-label="Pages">
        <PageLink to="/talk" icon={<SpeechIcon />} name="Talk" />
        <PageLink to="/today" icon={<CalendarIcon />} name="Today" />
        {isOwner(me) && <PageLink to="/calendar-link" icon={<LinkIcon />} name="Calendar" />}
      </nav>
      <main className="shell-page">{children}</main>
    </div>
  );
}

function PageLink({ to, icon, name }: { to: string; icon: ReactNode; name: string }) {
  const [location] = useLocation();
  return (
    <Link href={to} className="page-link" aria-current={location === to ? "page" : undefined}>
      {icon}
      <span>{name}</span>
    </Link>
  );
}

function LogOut() {
  const { logOut } = useLogin();
  const { user } = useMe();
  const [problem, setProblem] = useState<string | null>(null);
  const leave = () => logOut().catch((error) => setProblem(sentenceFor(error)));
  return (
    <div className="log-out">
      <span className="user">{user.name}</span>
      <button type="button" className="quiet-button" onClick={leave}>
        <LogOutIcon />
        <span>Log out</span>
      </button>
      {problem && (
        <p className="log-out-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
