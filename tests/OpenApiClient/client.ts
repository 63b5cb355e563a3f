// A program of somebody who knows of the hall what /openapi/all.json says and nothing else. No cast, no any: where the
// document is wrong about a type, this does not compile. Prints one line of JSON about what happened.
//   node made/client.js ADDRESS CLIENT SECRET
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[] };

const [base, client, secret] = process.argv.slice(2);
if (!base || !client || !secret) throw new Error("ADDRESS CLIENT SECRET");

async function tokenFor(scope: string): Promise<string> {
  const answer = await fetch(`${base}/connect/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${client}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope }),
  });
  const said: unknown = await answer.json();
  if (typeof said === "object" && said && "access_token" in said && typeof said.access_token === "string") return said.access_token;
  throw new Error(`no token: ${JSON.stringify(said)}`);
}

function made<T>(what: string, result: { data?: T; error?: unknown; response: Response }): T {
  if (result.data === undefined) throw new Error(`${what}: ${result.response.status} ${JSON.stringify(result.error)}`);
  return result.data;
}

const api = createClient<paths>({
  baseUrl: base,
  headers: {
    authorization: `Bearer ${await tokenFor("party.read party.write customer.read customer.write account.read account.write payment.read payment.write")}`,
    "accept-language": "en",
  },
});

const name = "Ada Byron";
const person = made("person", await api.POST("/tmf-api/party/v4/individual", { body: { givenName: "Ada", familyName: "Byron", birthDate: "1990-12-10T00:00:00Z" } }));
const customer = made("customer", await api.POST("/tmf-api/customerManagement/v4/customer", { body: { name, engagedParty: { id: person.id, "@referredType": "Individual" } } }));
const account = made("account", await api.POST("/tmf-api/accountManagement/v4/billingAccount", { body: { name: "home", relatedParty: [{ id: person.id, name, "@referredType": "Individual" }] } }));

const pay = (value: number) => api.POST("/tmf-api/paymentManagement/v4/payment", {
  params: { header: { "Idempotency-Key": "a client of others, 1" } },
  body: { account: { id: account.id }, paymentMethod: { name: "cash" }, totalAmount: { unit: "CNY", value } },
});
const payment = made("payment", await pay(12.34));
const again = made("the same payment", await pay(12.34));
const other = await pay(12.35);

const read = made("account by id", await api.GET("/tmf-api/accountManagement/v4/billingAccount/{id}", { params: { path: { id: account.id } } }));
const deposit = read.accountBalance?.find((balance) => balance.balanceType === "DepositBalance")?.amount;
const payments = made("payments of the account", await api.GET("/tmf-api/paymentManagement/v4/payment", { params: { query: { sort: ["-paymentDate", "id"], limit: 1000 } } }));
const named = await api.GET("/tmf-api/customerManagement/v4/customer", { params: { query: { name, fields: "name,status" } } });
const nobody = made("customers of no name", await api.GET("/tmf-api/customerManagement/v4/customer", { params: { query: { name: name + "!" } } }));
const people = made("people by age", await api.GET("/tmf-api/party/v4/individual", { params: { query: { familyName: "Byron", sort: ["-birthDate"] } } }));
const unknown = await api.GET("/tmf-api/party/v4/individual/{id}", { params: { path: { id: "00000000-0000-7000-8000-000000000000" } } });
const error: components["schemas"]["Error"] | undefined = unknown.error;

// Never called: that these are refused is the compiler's to say.
export function mistakes() {
  // @ts-expect-error a person has a family name
  void api.POST("/tmf-api/party/v4/individual", { body: { givenName: "Ada" } });
  // @ts-expect-error an amount is a number
  void api.POST("/tmf-api/paymentManagement/v4/payment", { body: { account: { id: "" }, paymentMethod: {}, totalAmount: { value: "12" } } });
  // @ts-expect-error no list is sorted by it
  void api.GET("/tmf-api/party/v4/individual", { params: { query: { sort: ["shoeSize"] } } });
  // @ts-expect-error there is no such attribute
  return person.shoeSize.length;
}

console.log(JSON.stringify({
  person: person.fullName,
  customer: customer.engagedParty?.id === person.id,
  payment: payment.status,
  repeated: again.id === payment.id,
  otherContent: other.response.status,
  otherCode: other.error?.code,
  balance: deposit,
  paidOnce: payments.filter((one) => one.account?.id === account.id).map((one) => one.totalAmount?.value),
  found: named.data?.map((one) => one.name),
  total: named.response.headers.get("x-total-count"),
  nobody: nobody.length,
  people: people.some((one) => one.id === person.id),
  unknown: unknown.response.status,
  error,
}));
