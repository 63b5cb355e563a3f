namespace Wangting.ChannelTests.Doors;

/// <summary>Who opens which door, written down apart from the product: the walk holds the running host against this.</summary>
/// <remarks>
/// A line is a path and what each of its methods asks for:
/// <c>anyone [status]</c> - no proof; with a status, that is the answer;
/// <c>person [of owner delegate]</c> - somebody signed in to the hall; <c>of</c> names who finds what the address names, all
/// others find nothing;
/// <c>staff [permission/permission] [here]</c> - staff with any of them; <c>here</c>: in the customer's area;
/// <c>scope name+name [of owner delegate]</c> - a token with all of them; machines find everybody's things, programs of
/// persons what <c>of</c> says (<c>of none</c>: nobody's).
/// </remarks>
static class DoorTable
{
    const string Doors = """
        /                                             GET person                          POST person
        /bills                                        GET person                          POST person
        /bills/next                                   GET person                          POST person
        /bills/{Number}                               GET person of owner delegate        POST person
        /bills/{Number}/why                           GET person of owner delegate        POST person
        /bills/{number}.pdf                           GET person of owner delegate
        /help                                         GET anyone                          POST anyone
        /j                                            GET person                          POST person
        /j/{Name}                                     GET person                          POST person
        /look                                         POST anyone
        /manifest.webmanifest                         GET anyone
        /me                                           GET person                          POST person
        /me/confirmed                                 GET person                          POST person
        /me/grants/{id:guid}/withdraw                 POST person
        /me/history                                   GET person                          POST person
        /me/numbers                                   GET person                          POST person
        /me/numbers/{binding:guid}/unbind             POST person
        /me/security                                  GET person                          POST person
        /me/security/apps/{client:guid}/withdraw      POST person
        /me/security/passkey                          GET person                          POST person
        /me/security/passkeys/{id:guid}/remove        POST person
        /me/security/passkeys/{id:guid}/rename        POST person
        /me/security/password/{Tenure:guid}           GET person of owner                 POST person
        /me/security/pin/{Tenure:guid}                GET person of owner                 POST person
        /me/security/sessions/{id:guid}/end           POST person
        /me/security/sessions/end-all                 POST person
        /me/tiles                                     GET person                          POST person
        /not-found                                    GET anyone any                      POST anyone any
        /offline                                      GET anyone                          POST anyone
        /organisation                                 GET person any                      POST person
        /auto-pay                                     GET person                          POST person
        /payments/{Id:guid}                           GET person of owner delegate        POST person
        /plans                                        GET person                          POST person
        /problem/{Status:int}                         GET anyone any                      POST anyone any
        /search                                       GET person                          POST person
        /tariffs                                      GET anyone                          POST anyone
        /usage                                        GET person                          POST person
        /usage/{Line:guid}/records                    GET person of owner                 POST person

        /sign-in                                      GET anyone                          POST anyone
        /sign-in/code                                 GET anyone                          POST anyone
        /sign-in/no-number                            GET anyone                          POST anyone
        /sign-in/passkey                              GET anyone                          POST anyone
        /sign-in/password                             GET anyone                          POST anyone
        /sign-in/prove                                GET person                          POST person
        /sign-in/qr                                   GET anyone                          POST anyone
        /sign-in/qr/{Id:guid}                         GET person any                      POST person
        /sign-out                                     POST anyone
        /demo/look                                    GET anyone                          POST anyone
        /demo/messages                                GET anyone                          POST anyone

        /staff                                        GET staff                           POST staff
        /staff/adjustments                            GET staff adjustment.approve        POST staff adjustment.approve
        /staff/audit                                  GET staff audit.read                POST staff audit.read
        /staff/audit/export                           POST staff audit.export
        /staff/catalogue                              GET staff catalogue.read            POST staff catalogue.read
        /staff/catalogue/{Code}                       GET staff catalogue.read            POST staff catalogue.read
        /staff/code                                   GET anyone                          POST anyone
        /staff/customers                              GET staff customer.view             POST staff customer.view
        /staff/customers/{Party:guid}                 GET staff customer.view here        POST staff customer.view
        /staff/customers/{Party:guid}/adjust          GET staff adjustment.propose        POST staff adjustment.propose
        /staff/customers/{Party:guid}/bills/{Number}  GET staff customer.view             POST staff customer.view
        /staff/customers/{Party:guid}/usage           GET staff customer.view             POST staff customer.view
        /staff/denied                                 GET staff any                       POST staff
        /staff/disputes                               GET staff dispute.decide            POST staff dispute.decide
        /staff/enrol                                  GET anyone                          POST anyone
        /staff/journeys                               GET staff journeys.switch           POST staff journeys.switch
        /staff/messages                               GET staff outbox.read               POST staff outbox.read
        /staff/payments                               GET staff payment.held              POST staff payment.held
        /staff/usage                                  GET staff usage.parked              POST staff usage.parked
        /staff/people                                 GET staff staff.manage              POST staff staff.manage
        /staff/roles                                  GET staff staff.manage/role.manage  POST staff staff.manage/role.manage
        /staff/vouchers                               GET staff voucher.manage            POST staff voucher.manage
        /staff/sign-in                                GET anyone                          POST anyone
        /staff/sign-out                               POST staff

        /connect/authorize                            GET anyone                          POST anyone
        /connect/consent                              GET person                          POST person
        /connect/endsession                           GET anyone                          POST anyone
        /connect/problem                              GET anyone                          POST anyone
        /connect/sign-out                             GET person                          POST person
        /connect/token                                POST anyone
        /connect/userinfo                             GET scope openid                    POST scope openid
        /connect/revoke                               POST anyone 400
        /connect/keys                                 GET anyone
        /.well-known/openid-configuration             GET anyone

        /usage/stream                                 POST scope usage.write
        /embed                                        GET anyone 403                      POST anyone 403
        /embed/tokens                                 POST scope embed
        /channels/terminal                            POST anyone 401
        /gateway/{gateway}/notify                     POST anyone 404
        /notices/{id:guid}/arrival/{seal}             GET anyone 404
        /payments/{id:guid}/return                    GET anyone
        /auto-pay/{id:guid}/return                    GET anyone
        /health/live                                  GET anyone
        /health/ready                                 GET anyone
        /openapi/                                     GET anyone
        /openapi/all.json                             GET anyone
        /openapi/{number}.json                        GET anyone
        /openapi/scalar.js                            GET anyone
        /openapi/start.js                             GET anyone
        /_framework/opaque-redirect                   GET person any
        /{**path:file}                                GET person any                      HEAD person any

        /tmf-api/party/v4/hub                         POST scope party.read
        /tmf-api/party/v4/hub/{id}                    DELETE scope party.read
        /tmf-api/party/v4/individual                  GET scope party.read                POST scope party.write
        /tmf-api/party/v4/individual/{id}             GET scope party.read of owner       PATCH scope party.write    DELETE scope party.write
        /tmf-api/party/v4/organization                GET scope party.read                POST scope party.write
        /tmf-api/party/v4/organization/{id}           GET scope party.read of none        PATCH scope party.write    DELETE scope party.write

        /tmf-api/customerManagement/v4/hub            POST scope customer.read
        /tmf-api/customerManagement/v4/hub/{id}       DELETE scope customer.read
        /tmf-api/customerManagement/v4/customer       GET scope customer.read             POST scope customer.write
        /tmf-api/customerManagement/v4/customer/{id}  GET scope customer.read of owner    PATCH scope customer.write    DELETE scope customer.write

        /tmf-api/accountManagement/v4/hub                             POST scope account.read
        /tmf-api/accountManagement/v4/hub/{id}                        DELETE scope account.read
        /tmf-api/accountManagement/v4/billingAccount                  GET scope account.read                      POST scope account.write
        /tmf-api/accountManagement/v4/billingAccount/{id}             GET scope account.read of owner delegate    PATCH scope account.write
        /tmf-api/accountManagement/v4/partyAccount                    GET scope account.read                      POST scope account.write
        /tmf-api/accountManagement/v4/partyAccount/{id}               GET scope account.read of owner             PATCH scope account.write
        /tmf-api/accountManagement/v4/settlementAccount               GET scope account.read                      POST scope account.write
        /tmf-api/accountManagement/v4/settlementAccount/{id}          GET scope account.read of owner             PATCH scope account.write
        /tmf-api/accountManagement/v4/financialAccount                GET scope account.read                      POST scope account.write
        /tmf-api/accountManagement/v4/financialAccount/{id}           GET scope account.read of owner             PATCH scope account.write
        /tmf-api/accountManagement/v4/billFormat                      GET scope account.read                      POST scope account.write
        /tmf-api/accountManagement/v4/billFormat/{id}                 GET scope account.read                      PATCH scope account.write
        /tmf-api/accountManagement/v4/billPresentationMedia           GET scope account.read
        /tmf-api/accountManagement/v4/billPresentationMedia/{id}      GET scope account.read
        /tmf-api/accountManagement/v4/billingCycleSpecification       GET scope account.read                      POST scope account.write
        /tmf-api/accountManagement/v4/billingCycleSpecification/{id}  GET scope account.read                      PATCH scope account.write

        /tmf-api/productCatalogManagement/v4/hub                        POST scope catalogue.read
        /tmf-api/productCatalogManagement/v4/hub/{id}                   DELETE scope catalogue.read
        /tmf-api/productCatalogManagement/v4/productOffering            GET scope catalogue.read    POST scope catalogue.write
        /tmf-api/productCatalogManagement/v4/productOffering/{id}       GET scope catalogue.read    PATCH scope catalogue.write    DELETE scope catalogue.write
        /tmf-api/productCatalogManagement/v4/productOfferingPrice       GET scope catalogue.read    POST scope catalogue.write
        /tmf-api/productCatalogManagement/v4/productOfferingPrice/{id}  GET scope catalogue.read    PATCH scope catalogue.write    DELETE scope catalogue.write
        /tmf-api/productCatalogManagement/v4/productSpecification       GET scope catalogue.read    POST scope catalogue.write
        /tmf-api/productCatalogManagement/v4/productSpecification/{id}  GET scope catalogue.read    PATCH scope catalogue.write    DELETE scope catalogue.write
        /tmf-api/productCatalogManagement/v4/catalog                    GET scope catalogue.read    POST scope catalogue.write
        /tmf-api/productCatalogManagement/v4/catalog/{id}               GET scope catalogue.read    PATCH scope catalogue.write    DELETE scope catalogue.write
        /tmf-api/productCatalogManagement/v4/category                   GET scope catalogue.read    POST scope catalogue.write
        /tmf-api/productCatalogManagement/v4/category/{id}              GET scope catalogue.read    PATCH scope catalogue.write    DELETE scope catalogue.write

        /tmf-api/productInventory/v4/hub                                POST scope inventory.read
        /tmf-api/productInventory/v4/hub/{id}                           DELETE scope inventory.read
        /tmf-api/productInventory/v4/product                            GET scope inventory.read                      POST scope inventory.write
        /tmf-api/productInventory/v4/product/{id}                       GET scope inventory.read of owner delegate    PATCH scope inventory.write

        /tmf-api/customerBillManagement/v4/hub                              POST scope bill.read
        /tmf-api/customerBillManagement/v4/hub/{id}                         DELETE scope bill.read
        /tmf-api/customerBillManagement/v4/customerBill                     GET scope bill.read
        /tmf-api/customerBillManagement/v4/customerBill/{id}                GET scope bill.read of owner delegate    PATCH scope bill.write
        /tmf-api/customerBillManagement/v4/customerBillOnDemand             GET scope bill.read                      POST scope bill.write
        /tmf-api/customerBillManagement/v4/customerBillOnDemand/{id}        GET scope bill.read of owner delegate
        /tmf-api/customerBillManagement/v4/appliedCustomerBillingRate       GET scope bill.read
        /tmf-api/customerBillManagement/v4/appliedCustomerBillingRate/{id}  GET scope bill.read of owner delegate

        /tmf-api/partyInteraction/v4/hub                                POST scope interaction.read
        /tmf-api/partyInteraction/v4/hub/{id}                           DELETE scope interaction.read
        /tmf-api/partyInteraction/v4/partyInteraction                   GET scope interaction.read             POST scope interaction.write
        /tmf-api/partyInteraction/v4/partyInteraction/{id}              GET scope interaction.read of owner

        /tmf-api/prepayBalanceManagement/v4/hub                         POST scope balance.read
        /tmf-api/prepayBalanceManagement/v4/hub/{id}                    DELETE scope balance.read
        /tmf-api/prepayBalanceManagement/v4/bucket                      GET scope balance.read                      POST scope balance.write
        /tmf-api/prepayBalanceManagement/v4/bucket/{id}                 GET scope balance.read of owner delegate
        /tmf-api/prepayBalanceManagement/v4/topupBalance                GET scope balance.read                      POST scope balance.write
        /tmf-api/prepayBalanceManagement/v4/topupBalance/{id}           GET scope balance.read of owner delegate
        /tmf-api/prepayBalanceManagement/v4/adjustBalance               GET scope balance.read                      POST scope balance.write
        /tmf-api/prepayBalanceManagement/v4/adjustBalance/{id}          GET scope balance.read of owner delegate
        /tmf-api/prepayBalanceManagement/v4/reserveBalance              GET scope balance.read                      POST scope balance.write
        /tmf-api/prepayBalanceManagement/v4/reserveBalance/{id}         GET scope balance.read of owner delegate    PATCH scope balance.write

        /tmf-api/paymentManagement/v4/hub                               POST scope payment.read
        /tmf-api/paymentManagement/v4/hub/{id}                          DELETE scope payment.read
        /tmf-api/paymentManagement/v4/payment                           GET scope payment.read             POST scope payment.write
        /tmf-api/paymentManagement/v4/payment/{id}                      GET scope payment.read of owner delegate
        /tmf-api/paymentManagement/v4/refund                            GET scope payment.read             POST scope payment.write
        /tmf-api/paymentManagement/v4/refund/{id}                       GET scope payment.read of owner delegate
        /tmf-api/usageManagement/v4/hub                                 POST scope usage.read
        /tmf-api/usageManagement/v4/hub/{id}                            DELETE scope usage.read
        /tmf-api/usageManagement/v4/usage                               GET scope usage.read               POST scope usage.write
        /tmf-api/usageManagement/v4/usage/{id}                          GET scope usage.read of owner      PATCH scope usage.write
        /tmf-api/payment/v4/hub                                         POST scope payment.read
        /tmf-api/payment/v4/hub/{id}                                    DELETE scope payment.read
        /tmf-api/payment/v4/payment                                     GET scope payment.read             POST scope payment.write
        /tmf-api/payment/v4/payment/{id}                                GET scope payment.read of owner delegate
        /tmf-api/payment/v4/refund                                      GET scope payment.read             POST scope payment.write
        /tmf-api/payment/v4/refund/{id}                                 GET scope payment.read of owner delegate
        """;

    /// <summary>Answered by OpenIddict itself, before any endpoint.</summary>
    public static readonly IReadOnlyList<string> Unrouted = ["/connect/revoke", "/connect/keys", "/.well-known/openid-configuration"];

    public static IReadOnlyDictionary<(string Method, string Path), Rule> Read() =>
        (from line in Doors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
         let parts = System.Text.RegularExpressions.Regex.Split(line, " {2,}")
         from stated in parts.Skip(1)
         let words = stated.Split(' ')
         select KeyValuePair.Create((words[0], parts[0]), Rule.Of(words[1..]))).ToDictionary();
}

/// <summary>What a door asks for.</summary>
/// <param name="Kind">anyone, person, staff or scope.</param>
/// <param name="Needs">Permissions of which one, scopes of which all.</param>
/// <param name="Finders">Who finds what the address names; null where it names nobody's thing.</param>
/// <param name="Here">The customer's area counts.</param>
/// <param name="Answer">A status that is always the answer; 0 is whatever the page makes of it.</param>
sealed record Rule(string Kind, string[] Needs, string[]? Finders, bool Here, int? Answer)
{
    public static Rule Of(string[] words)
    {
        var of = Array.IndexOf(words, "of");
        string[] plain = [.. (of < 0 ? words : words[..of]).Skip(1)];
        int? answer = plain.Contains("any") ? 0 : words[0] == "anyone" && plain.Length > 0 ? int.Parse(plain[0], System.Globalization.CultureInfo.InvariantCulture) : null;
        return new(words[0], answer is null && plain.Length > 0 ? plain[0].Split('/', '+') : [], of < 0 ? null : words[(of + 1)..], plain.Contains("here"), answer);
    }

    public Verdict For(Walker who) => Kind switch
    {
        "anyone" => Verdict.Open,
        "person" => who.Kind != WalkerKind.Person ? Verdict.Away : Finds(who) ? Verdict.Open : Verdict.Absent,
        "staff" => who.Kind != WalkerKind.Staff ? Verdict.Away : Needs.Length > 0 && !Needs.Any(who.Holds.Contains) ? Verdict.Refused : Here && who.Elsewhere ? Verdict.Absent : Verdict.Open,
        "scope" => who.Kind != WalkerKind.Token ? Verdict.Away : !Needs.All(who.Holds.Contains) ? Verdict.Refused : who.Name is null || Finds(who) ? Verdict.Open : Verdict.Absent,
        _ => throw new InvalidOperationException(Kind),
    };

    bool Finds(Walker who) => Finders is null || Finders.Contains(who.Name);
}

/// <summary>What somebody meets at a door: it opens; they are asked who they are; they may not; there is no such thing.</summary>
enum Verdict { Open, Away, Refused, Absent }
