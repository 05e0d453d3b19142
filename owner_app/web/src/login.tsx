/** Who is logged in, for all pages; the login itself is the API's cookie. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { ApiError, api, type Me, onLoggedOut, sentenceFor } from "./api";

type State =
  | { is: "unknown" }
  | { is: "out" }
  | { is: "in"; me: Me }
  | { is: "unreachable"; sentence: string };
type Login = State & {
  /** Throws ApiError with the sentence to show. */
  logIn(user: string, password: string): Promise<void>;
  logOut(): Promise<void>;
  retry(): void;
};

const LoginContext = createContext<Login | null>(null);

export function LoginProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ is: "unknown" });

  const ask = useCallback(async () => {
    try {
      setState({ is: "in", me: await api.me() });
    } catch (error) {
      const out = error instanceof ApiError && error.status === 401;
      setState(out ? { is: "out" } : { is: "unreachable", sentence: sentenceFor(error) });
    }
  }, []);

  useEffect(() => {
    onLoggedOut(() => setState({ is: "out" }));
    void ask();
  }, [ask]);

  const login = useMemo(
    () => ({
      ...state,
      async logIn(user: string, password: string) {
        await api.login(user, password);
        await ask();
      },
      async logOut() {
        await api.logout();
        setState({ is: "out" });
      },
      retry() {
        setState({ is: "unknown" });
        void ask();
      },
    }),
    [state, ask],
  );
  return <LoginContext value={login}>{children}</LoginContext>;
}

export function useLogin(): Login {
  const login = useContext(LoginContext);
  if (login === null) throw new Error("useLogin outside of LoginProvider");
  return login;
}

/** The one who is logged in; for pages that are shown to nobody else. */
export function useMe(): Me {
  const login = useLogin();
  if (login.is !== "in") throw new Error("useMe without a login");
  return login.me;
}

/** Whether this one may change how the business is set up. */
export function isOwner(me: Me): boolean {
  return me.user.role === "owner";
}
