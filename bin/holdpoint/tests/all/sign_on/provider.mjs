// An identity provider for a test: `node provider.mjs MODULE HOLDPOINT SECRET`. It says where it listens, and everybody who
// says a name at its log-in page is that person. `/told?groups=a,b` says in which groups everybody is from then on.
import http from "node:http";

// What it notes besides, nobody reads.
console.info = console.log = () => {};
const [module, holdpoint, secret] = process.argv.slice(2);
const { default: Provider } = await import(module);

let groups = [];
const server = http.createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "holdpoint",
      client_secret: secret,
      redirect_uris: [`${holdpoint}/login/provider/acme/return`],
      post_logout_redirect_uris: [`${holdpoint}/login`],
      backchannel_logout_uri: `${holdpoint}/api/v1/login/acme/logout`,
    },
  ],
  claims: { openid: ["sub"], profile: ["name", "preferred_username"], email: ["email", "email_verified"], groups: ["groups"] },
  scopes: ["openid", "profile", "email", "groups"],
  conformIdTokenClaims: false,
  cookies: { keys: ["a key of this test alone"] },
  features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
  // It tells nobody on its own machine, which is where this test is.
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
  pkce: { required: () => true },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({
      sub,
      name: "Anna Berger",
      preferred_username: "anna.berger",
      email: "anna.berger@acme.example",
      email_verified: true,
      groups,
    }),
  }),
});

const told = [];
for (const event of ["backchannel.success", "backchannel.error"]) {
  provider.on(event, (_, error) => told.push(`${event} ${error?.message ?? ""}`));
}
provider.on("server_error", (_, error) => console.error(error));
const answer = provider.callback();
server.on("request", (request, response) => {
  const url = new URL(request.url, issuer);
  if (url.pathname !== "/told") return answer(request, response);
  groups = url.searchParams.get("groups")?.split(",").filter(Boolean) ?? groups;
  response.end(told.join("\n"));
});
process.stdout.write(`listening on ${issuer}\n`);
// Whoever started it has gone.
process.stdin.on("end", () => process.exit(0)).resume();
