/** The way in. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { sentenceFor } from "../api";
import { EyeIcon, Mark } from "../components/icons";
import { useLogin } from "../login";

export function LoginPage() {
  const { logIn } = useLogin();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.title = "Log in · Plumbline";
  }, []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      await logIn(String(fields.get("user")).trim(), String(fields.get("password")));
    } catch (error) {
      setProblem(sentenceFor(error));
      setBusy(false);
      password.current?.select();
    }
  }

  return (
    <main className="login">
      <div className="login-card">
        <header className="login-name">
          <Mark />
          <span>Plumbline</span>
        </header>
        <h1>Log in</h1>
        <form data-testid="login-form" onSubmit={submit}>
          <label htmlFor="user">User</label>
          <input
            id="user"
            name="user"
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            required
          />
          <label htmlFor="password">Password</label>
          <div className="with-button">
            <input
              id="password"
              name="password"
              ref={password}
              type={shown ? "text" : "password"}
              autoComplete="current-password"
              aria-invalid={problem !== null}
              aria-describedby={problem === null ? undefined : "login-problem"}
              required
            />
            <button
              type="button"
              className="icon-button"
              aria-label={shown ? "Hide password" : "Show password"}
              aria-controls="password"
              onClick={() => setShown(!shown)}
            >
              <EyeIcon crossed={shown} />
            </button>
          </div>
          {problem && (
            <p id="login-problem" className="form-problem" role="alert">
              {problem}
            </p>
          )}
          <button type="submit" className="main-button" disabled={busy}>
            {busy ? "Logging in…" : "Log in"}
          </button>
        </form>
        <p className="login-hint">The first password was shown once when Plumbline was started.</p>
      </div>
    </main>
  );
}
