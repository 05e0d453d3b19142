/** Which page is shown at which address, and to whom. */
import "./styles/shell.css";
import "./styles/login.css";
import "./styles/talk.css";
import "./styles/dock.css";
import "./styles/visits.css";
import "./styles/calendar.css";
import { Redirect, Route, Switch } from "wouter";
import { Shell } from "./components/Shell";
import { Unreachable } from "./components/Unreachable";
import { Update } from "./components/Update";
import { isOwner, LoginProvider, useLogin } from "./login";
import { CalendarPage } from "./pages/Calendar";
import { LoginPage } from "./pages/Login";
import { TalkPage } from "./pages/Talk";
import { TodayPage } from "./pages/Today";
import { TalkProvider } from "./voice/useTalk";

export function App() {
  return (
    <LoginProvider>
      <Pages />
      <Update />
    </LoginProvider>
  );
}

function Pages() {
  const login = useLogin();
  if (login.is === "unknown") return <div className="blank" aria-busy="true" />;
  if (login.is === "unreachable") return <Unreachable sentence={login.sentence} onRetry={login.retry} />;
  if (login.is === "out") return <ForTheLoggedOut />;
  return (
    <TalkProvider>
      <Shell>
        <Switch>
          <Route path="/talk" component={TalkPage} />
          <Route path="/today" component={TodayPage} />
          {isOwner(login.me) && <Route path="/calendar-link" component={CalendarPage} />}
          <Route>
            <Redirect to={afterLogin()} replace />
          </Route>
        </Switch>
      </Shell>
    </TalkProvider>
  );
}

function ForTheLoggedOut() {
  return (
    <Switch>
      <Route path="/login" component={LoginPage} />
      <Route>{() => <Redirect to="/login" replace state={{ from: location.pathname }} />}</Route>
    </Switch>
  );
}

/** Where the owner was going before the login came between. */
function afterLogin(): string {
  const state = history.state as { from?: string } | null;
  return state?.from === "/today" || state?.from === "/calendar-link" ? state.from : "/talk";
}
