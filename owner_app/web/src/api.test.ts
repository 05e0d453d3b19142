import { afterEach, expect, test, vi } from "vitest";
import { ApiError, api, onLoggedOut, sentenceFor } from "./api";

const answers = (status: number, body: unknown) =>
  vi.stubGlobal(
    "fetch",
    async () => new Response(typeof body === "string" ? body : JSON.stringify(body), { status }),
  );

afterEach(() => {
  vi.unstubAllGlobals();
  onLoggedOut(() => {});
});

test("an error of the API keeps its code and its sentence", async () => {
  answers(429, { error: { code: "too_many_tries", message: "Please wait a minute." } });
  await expect(api.login("owner", "guess")).rejects.toMatchObject({
    code: "too_many_tries",
    message: "Please wait a minute.",
    status: 429,
  });
});

test("a wrong password is no lost login", async () => {
  const told = vi.fn();
  onLoggedOut(told);
  answers(401, { error: { code: "wrong_login", message: "That is not right." } });
  await expect(api.login("owner", "guess")).rejects.toBeInstanceOf(ApiError);
  expect(told).not.toHaveBeenCalled();
});

test("any call that finds the login gone tells so", async () => {
  const told = vi.fn();
  onLoggedOut(told);
  answers(401, { error: { code: "not_logged_in", message: "Please log in." } });
  await expect(api.agenda(14)).rejects.toBeInstanceOf(ApiError);
  expect(told).toHaveBeenCalledOnce();
});

test("no network, and an answer that is not the API's, are sentences too", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("failed to fetch");
  });
  await expect(api.me()).rejects.toMatchObject({ code: "unreachable" });
  answers(502, "<html>Bad gateway</html>");
  const error = await api.me().catch((each: unknown) => each);
  expect(error).toMatchObject({ code: "unexpected", status: 502 });
  expect(sentenceFor(error)).toMatch(/Please try again/);
});

test("a Call that goes on is named in the request for its token", async () => {
  const request = vi.fn(async () => new Response("{}"));
  vi.stubGlobal("fetch", request);
  await api.voiceToken("call-1");
  expect(request).toHaveBeenCalledWith(
    "/api/voice-tokens",
    expect.objectContaining({ body: '{"call_id":"call-1"}' }),
  );
});
