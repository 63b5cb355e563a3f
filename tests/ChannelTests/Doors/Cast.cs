using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Api;
using Wangting.ChannelTests.Staff;
using Wangting.ChannelTests.Web;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ChannelTests.Doors;

/// <summary>Everybody who tries the doors, and the owner whose things they should not come by: made once, for walking is
/// ten thousand requests.</summary>
public sealed partial class Cast : IAsyncLifetime
{
    internal const string Number = "13300000001", Name = "张小三", Account = "2500100001", Mail = "zhang.xiaosan@mail.example";
    const string Other = "18900000066", Delegate = "19900000007", Password = "a long enough password 1";

    sealed class DoorHall() : ListeningHall(DatabaseKind.Sqlite)
    {
        // The pace is tried elsewhere; here nobody waits.
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [KeyValuePair.Create("Api:PersonRequestsPerSecond", (string?)"0")];
    }

    readonly List<Walker> walkers = [];
    readonly Dictionary<string, string> paths = new(StringComparer.Ordinal);

    public ListeningHall Hall { get; } = new DoorHall();
    internal ApiClient Machine { get; private set; } = null!;
    internal Visitor Owner { get; private set; } = null!;
    internal Guid Party { get; private set; }
    internal string BillNumber { get; private set; } = "";
    internal IReadOnlyList<Walker> Walkers => walkers;

    /// <summary>A pattern with the owner's things in it; null when nobody said which.</summary>
    internal string? PathOf(string pattern) => paths.GetValueOrDefault(pattern) ?? (pattern.Contains('{', StringComparison.Ordinal) ? null : pattern);

    /// <summary>What only the owner, and who may see the owner's things, is ever shown.</summary>
    internal IReadOnlyList<string> Marks => [Name, Number, Account, Mail, BillNumber];

    public async ValueTask InitializeAsync()
    {
        await Hall.InitializeAsync();
        Machine = await ApiClient.MachineAsync(Hall);
        Owner = Hall.Visit();
        await Owner.SignInAsync(Number);
        await OwnThingsAsync();
        await PeopleAsync();
        await StaffAsync();
        await ProgramsAsync();
        await StrangersAsync();
    }

    async Task OwnThingsAsync()
    {
        var individual = (await Machine.GetAsync("party/v4/individual?fullName=" + Uri.EscapeDataString(Name))).List[0]!.AsObject();
        Party = Guid.Parse(IdOf(individual));
        var contacts = individual["contactMedium"]!.DeepClone().AsArray();
        contacts.Add(new JsonObject { ["mediumType"] = "email", ["characteristic"] = new JsonObject { ["emailAddress"] = Mail } });
        await MadeAsync(Machine.PatchAsync($"party/v4/individual/{Party}", new JsonObject { ["contactMedium"] = contacts }));
        var account = await FirstAsync("accountManagement/v4/billingAccount?accountNumber=" + Account);
        var bill = (await Machine.GetAsync("customerBillManagement/v4/customerBill?billingAccount.id=" + account)).List[0]!.AsObject();
        BillNumber = bill["billNo"]!.GetValue<string>();

        var of = new JsonObject { ["id"] = account };
        var holder = new JsonArray(new JsonObject { ["id"] = Party.ToString(), ["@referredType"] = "Individual", ["name"] = Name });
        JsonObject Act(decimal amount) => new() { ["usageType"] = "monetary", ["amount"] = new JsonObject { ["amount"] = amount, ["units"] = "CNY" }, ["partyAccount"] = of.DeepClone(), ["reason"] = "test" };
        JsonObject Paid(string key) => new() { ["account"] = of.DeepClone(), ["totalAmount"] = new JsonObject { ["unit"] = "CNY", ["value"] = 30 }, ["paymentMethod"] = new JsonObject { ["name"] = "cash" }, ["correlatorId"] = key };
        var topUp = await MakeAsync("prepayBalanceManagement/v4/topupBalance", Act(50));
        var bucket = topUp["bucket"]!["id"]!.GetValue<string>();
        await MakeAsync("prepayBalanceManagement/v4/adjustBalance", Act(1));
        await MakeAsync("prepayBalanceManagement/v4/reserveBalance", Act(2));
        Own("/tmf-api/prepayBalanceManagement/v4/bucket/{id}", bucket);
        JsonObject Fact(string name, JsonNode value) => new() { ["name"] = name, ["value"] = value };
        await MakeAsync("usageManagement/v4/usage", new JsonObject { ["usageDate"] = "2026-11-20T00:00:00Z", ["usageType"] = "voice", ["usageCharacteristic"] = new JsonArray(Fact("number", Number), Fact("quantity", 95)) });
        foreach (var side in (string[])["partyAccount", "settlementAccount", "financialAccount"])
            await MakeAsync("accountManagement/v4/" + side, new JsonObject { ["name"] = side, ["relatedParty"] = holder.DeepClone() });
        await MakeAsync("customerBillManagement/v4/customerBillOnDemand", new JsonObject { ["billingAccount"] = of.DeepClone() });
        await MakeAsync("partyInteraction/v4/partyInteraction", new JsonObject { ["reason"] = "asked", ["direction"] = "inbound", ["channel"] = new JsonArray(new JsonObject { ["id"] = "shop" }), ["relatedParty"] = holder.DeepClone() });
        await MakeAsync("productCatalogManagement/v4/productSpecification", new JsonObject { ["name"] = "x" });
        await MakeAsync("productCatalogManagement/v4/catalog", new JsonObject { ["name"] = "x" });
        await MakeAsync("accountManagement/v4/billFormat", new JsonObject { ["name"] = "x" });
        await MakeAsync("accountManagement/v4/billingCycleSpecification", new JsonObject { ["name"] = "x", ["billingDateShift"] = 3 });
        var payment = await MakeAsync("paymentManagement/v4/payment", Paid("walk-1"));
        var refund = Paid("walk-2");
        (refund["totalAmount"]!["value"], refund["payment"]) = (1, new JsonObject { ["id"] = IdOf(payment) });
        await MakeAsync("paymentManagement/v4/refund", refund);
        foreach (var noun in (string[])["payment", "refund"]) paths[$"/tmf-api/payment/v4/{noun}/{{id}}"] = paths[$"/tmf-api/paymentManagement/v4/{noun}/{{id}}"].Replace("/paymentManagement/", "/payment/", StringComparison.Ordinal);
        Own("/tmf-api/party/v4/individual/{id}", Party.ToString());
        Own("/tmf-api/accountManagement/v4/billingAccount/{id}", account);
        Own("/tmf-api/customerBillManagement/v4/customerBill/{id}", IdOf(bill));
        foreach (var (path, query) in ((string, string)[])[
            ("party/v4/organization", ""), ("customerManagement/v4/customer", "?engagedParty.id=" + Party), ("accountManagement/v4/billPresentationMedia", ""),
            ("productCatalogManagement/v4/productOffering", ""), ("productCatalogManagement/v4/productOfferingPrice", ""), ("productCatalogManagement/v4/category", ""),
            ("productInventory/v4/product", "?billingAccount.id=" + account), ("customerBillManagement/v4/appliedCustomerBillingRate", "?bill.id=" + IdOf(bill))])
            Own($"/tmf-api/{path}/{{id}}", await FirstAsync(path + query));

        var security = (await Owner.GetAsync("/me/security")).Html;
        var tenure = Link(security, "/me/security/password/([0-9a-f-]+)");
        var line = Link((await Owner.GetAsync("/usage")).Html, "/usage/([0-9a-f]+)/records");
        foreach (var (pattern, path) in ((string, string)[])[
            ("/bills/{Number}", "/bills/" + BillNumber), ("/bills/{Number}/why", $"/bills/{BillNumber}/why"), ("/bills/{number}.pdf", $"/bills/{BillNumber}.pdf"), ("/j/{Name}", "/j/balance"), ("/payments/{Id:guid}", "/payments/" + IdOf(payment)),
            ("/payments/{id:guid}/return", $"/payments/{IdOf(payment)}/return"), ("/auto-pay/{id:guid}/return", $"/auto-pay/{IdOf(payment)}/return"), ("/problem/{Status:int}", "/problem/404"), ("/usage/{Line:guid}/records", $"/usage/{line}/records"),
            ("/me/security/password/{Tenure:guid}", "/me/security/password/" + tenure), ("/me/security/pin/{Tenure:guid}", "/me/security/pin/" + tenure),
            ("/me/grants/{id:guid}/withdraw", $"/me/grants/{Nothing}/withdraw"), ("/me/numbers/{binding:guid}/unbind", $"/me/numbers/{Nothing}/unbind"),
            ("/me/security/apps/{client:guid}/withdraw", $"/me/security/apps/{Nothing}/withdraw"), ("/me/security/passkeys/{id:guid}/remove", $"/me/security/passkeys/{Nothing}/remove"),
            ("/me/security/passkeys/{id:guid}/rename", $"/me/security/passkeys/{Nothing}/rename"), ("/me/security/sessions/{id:guid}/end", $"/me/security/sessions/{Nothing}/end"),
            ("/sign-in/qr/{Id:guid}", $"/sign-in/qr/{Nothing}"), ("/staff/customers/{Party:guid}", $"/staff/customers/{Party}"), ("/staff/customers/{Party:guid}/usage", $"/staff/customers/{Party}/usage"), ("/staff/customers/{Party:guid}/adjust", $"/staff/customers/{Party}/adjust"),
            ("/staff/customers/{Party:guid}/bills/{Number}", $"/staff/customers/{Party}/bills/{BillNumber}"), ("/staff/catalogue/{Code}", "/staff/catalogue/plan-59"), ("/gateway/{gateway}/notify", "/gateway/nobody/notify"),
            ("/notices/{id:guid}/arrival/{seal}", $"/notices/{Nothing}/arrival/seal?type=1"), ("/openapi/{number}.json", "/openapi/TMF632.json"), ("/{**path:file}", "/nothing.png")])
            paths[pattern] = path;
    }

    internal static readonly Guid Nothing = Guid.Parse("01900000-0000-7000-8000-000000000001");

    async Task PeopleAsync()
    {
        walkers.Add(Walker.Person(Hall, Owner, "owner"));
        var given = await Hall.InScopeAsync(s => s.GetRequiredService<GiveGrantHandler>().HandleAsync(
            new(Account, Delegate, Right.SeeBill, DateOnly.FromDateTime(Hall.Clock.GetUtcNow().UtcDateTime).AddDays(20), "consent"),
            new Caller { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = Party, Proof = new(Assurance.Proven, Hall.Clock.GetUtcNow().UtcDateTime) }, default));
        Assert.True(given.Succeeded, given.Refusal?.Code);
        foreach (var (name, number) in ((string, string)[])[("other", Other), ("delegate", Delegate)])
        {
            using var person = Hall.Visit();
            await person.SignInAsync(number);
            walkers.Add(Walker.Person(Hall, person, name));
            using var app = await ApiClient.PersonAsync(Hall, person);
            walkers.Add(Walker.Token(Hall, app.Token!, $"the app of {name} with every scope", name, TokenScopes.OfPersons));
        }
    }

    async Task StaffAsync()
    {
        await Hall.InScopeAsync(async s => { await s.GetRequiredService<MakeStartingRoles>().HandleAsync(default); return true; });
        string[] permissions = [.. Hall.Services.GetServices<Permission>().Select(p => p.Name).Distinct()];
        await StaffAsync("all", "administrator", permissions);
        await StaffAsync("none", null, []);
        foreach (var (permission, i) in permissions.Select((p, i) => (p, i)))
        {
            var role = "only-" + i;
            var saved = await Hall.InScopeAsync(s => s.GetRequiredService<SaveRoleHandler>().HandleAsync(new(role, LocalText.Of(permission, permission), [permission]), Caller.System, default));
            Assert.True(saved.Succeeded, saved.Refusal?.Code);
            await StaffAsync("with " + permission, role, [permission]);
        }
        await StaffAsync("of another area", "agent", ["customer.view", "customer.reveal", "dispute.decide", "adjustment.propose"], "江苏/苏州");
    }

    async Task StaffAsync(string says, string? role, string[] permissions, string? area = null)
    {
        var name = "walker" + walkers.Count;
        var (at, _) = await Enrolment.NamedAsync(Hall, name, "staff " + says, Password, role is null ? [] : [role]);
        using (at)
        {
            if (area is not null)
                await Hall.InScopeAsync(async s =>
                {
                    var id = (await s.GetRequiredService<ListStaff>().HandleAsync(Caller.System, default)).Value.Single(p => p.Name == name).Id;
                    return (await s.GetRequiredService<SetStaffRolesHandler>().HandleAsync(new(id, [role!], area), Caller.System, default)).Value;
                });
            walkers.Add(Walker.Staff(Hall, at, "staff " + says, permissions, area is not null));
        }
    }

    async Task ProgramsAsync()
    {
        walkers.Add(Walker.Token(Hall, Machine.Token!, "a machine with every scope", null, TokenScopes.OfMachines.Except([TokenScopes.Embed])));
        foreach (var scope in TokenScopes.OfMachines.Except([TokenScopes.Embed]).Order(StringComparer.Ordinal))
            using (var one = await ApiClient.MachineAsync(Hall, scope)) walkers.Add(Walker.Token(Hall, one.Token!, "a machine with " + scope, null, scope));
        foreach (var scope in TokenScopes.OfPersons.Order(StringComparer.Ordinal))
            using (var one = await ApiClient.PersonAsync(Hall, Owner, scope)) walkers.Add(Walker.Token(Hall, one.Token!, "the owner's app with " + scope, "owner", scope));
    }

    /// <summary>Who shows something that is worth nothing here: they meet what nobody meets.</summary>
    async Task StrangersAsync()
    {
        walkers.Add(Walker.Nobody(Hall, "nobody"));
        using var desk = await DeskProgram.RegisterAsync(Hall);
        walkers.Add(Walker.Token(Hall, desk.Token, "a machine with embed", null, TokenScopes.Embed));
        walkers.Add(Worthless("a frame's token shown as a program's", await desk.AllowAsync(Party)));

        // A customer whose only line ended while they were in.
        const string number = "13700000009";
        var person = await MakeAsync("party/v4/individual", new JsonObject { ["givenName"] = "末", ["familyName"] = "周" });
        var customer = await MakeAsync("customerManagement/v4/customer", new JsonObject { ["name"] = "周末", ["engagedParty"] = new JsonObject { ["id"] = IdOf(person), ["@referredType"] = "Individual" } });
        var account = await MakeAsync("accountManagement/v4/billingAccount", new JsonObject { ["name"] = "周末", ["relatedParty"] = new JsonArray(new JsonObject { ["id"] = IdOf(customer), ["@referredType"] = "Customer", ["name"] = "周末" }) });
        var offering = await FirstAsync("productCatalogManagement/v4/productOffering");
        await MakeAsync("productInventory/v4/product", new JsonObject
        {
            ["productOffering"] = new JsonObject { ["id"] = offering }, ["billingAccount"] = new JsonObject { ["id"] = IdOf(account) },
            ["productCharacteristic"] = new JsonArray(new JsonObject { ["name"] = "msisdn", ["value"] = number }),
        });
        await Hall.DeliverAsync();
        using var retired = Hall.Visit();
        await retired.SignInAsync(number);
        using var app = await ApiClient.PersonAsync(Hall, retired);
        var caller = new Caller { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = Guid.Parse(IdOf(person)) };
        var line = (await Hall.InScopeAsync(s => s.GetRequiredService<ListLines>().HandleAsync(Right.SeeBill, caller, default))).Single();
        Assert.True((await Hall.InScopeAsync(s => s.GetRequiredService<CeaseLineHandler>().HandleAsync(new(line.Id, CeaseReason.Ceased), Caller.System, default))).Succeeded);
        await Hall.DeliverAsync();
        Hall.Clock.Advance(TimeSpan.FromSeconds(2)); // what is withdrawn acts within two seconds
        walkers.Add(Walker.Nobody(Hall, "a customer whose line ended", retired.Cookies));
        walkers.Add(Worthless("the app of a customer whose line ended", app.Token!));

        // Another cell: the same product with keys of its own.
        await using var cell = await ListeningHall.OpenAsync(DatabaseKind.Sqlite);
        using var neighbour = cell.Visit();
        await neighbour.SignInAsync(Number);
        var (boss, _) = await Enrolment.OfAsync(cell, "boss", Password, MakeStartingRoles.Administrator);
        using var machine = await ApiClient.MachineAsync(cell);
        using var program = await ApiClient.PersonAsync(cell, neighbour);
        walkers.Add(Walker.Nobody(Hall, "a customer of another cell", InAlone(neighbour)));
        using (boss) walkers.Add(Walker.Nobody(Hall, "the administrator of another cell", InAlone(boss)));
        walkers.Add(Worthless("a machine of another cell", machine.Token!));
        walkers.Add(Worthless("an app of another cell", program.Token!));
    }

    // Without the other cell's antiforgery cookie, which would fill the log.
    static CookieContainer InAlone(Visitor at)
    {
        var kept = new CookieContainer();
        foreach (var cookie in at.Cookies.GetAllCookies().Where(c => c.Name != "form")) kept.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
        return kept;
    }

    Walker Worthless(string says, string token) => Walker.Token(Hall, token, says, null) with { Kind = WalkerKind.Nobody };

    async Task<JsonObject> MakeAsync(string path, JsonObject body)
    {
        var made = await Machine.CreateAsync(path, body);
        paths.TryAdd($"/tmf-api/{path}/{{id}}", $"/tmf-api/{path}/{IdOf(made)}");
        return made;
    }

    static async Task MadeAsync(Task<ApiAnswer> asked)
    {
        var answer = await asked;
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    void Own(string pattern, string id) => paths[pattern] = pattern.Replace("{id}", id, StringComparison.Ordinal);

    async Task<string> FirstAsync(string path) => (await Machine.GetAsync(path)).List is [{ } first, ..] ? IdOf(first.AsObject()) : throw new InvalidOperationException("There is no " + path);

    static string IdOf(JsonObject one) => one["id"]!.GetValue<string>();

    static string Link(string html, string pattern) => Regex.Match(html, pattern) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException("No link " + pattern);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var walker in walkers) walker.Dispose();
        Owner?.Dispose();
        Machine?.Dispose();
        await Hall.DisposeAsync();
    }
}
