using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Doors;

/// <summary>A door that opens is not yet an act allowed: every form that the owner or the administrator is shown is sent by
/// those it was not shown to, with an antiforgery token of their own.</summary>
public sealed class Forms_sent_by_whom_they_were_not_shown_to(Cast cast) : IClassFixture<Cast>
{
    const string Token = "__RequestVerificationToken";

    /// <summary>What staff can do at a page beside looking, and the permission of each; forms by the beginning of their name.</summary>
    static readonly (string Page, string Form, string Permission)[] Acts =
    [
        ("/staff/journeys", "switch-", "journeys.switch"),
        ("/staff/roles", "role-", "role.manage"), ("/staff/roles", "add", "role.manage"),
        ("/staff/people", "roles-", "staff.manage"), ("/staff/people", "reset-", "staff.manage"), ("/staff/people", "disable-", "staff.manage"), ("/staff/people", "add", "staff.manage"),
        ("/staff/audit", "/staff/audit/export", "audit.export"),
        ("/staff/customers", "find", "customer.view"),
        ("party", "open", "customer.view"), ("party", "reveal", "customer.reveal"),
    ];

    /// <summary>Pages of the owner's with forms that name what is the owner's.</summary>
    static readonly string[] OwnersPages = ["/me/security", "/me/numbers", "/me/security/password/{Tenure:guid}", "/me/security/pin/{Tenure:guid}", "/payments/{Id:guid}", "/bills/{Number}", "/j/pay", "/j/refund", "/j/settings", "/usage/{Line:guid}/records"];

    /// <summary>What is in the log of somebody who did nothing they may not.</summary>
    static bool IsAllowed(string act, Walker who) => act.EndsWith("_refused", StringComparison.Ordinal) || act is "staff_signed_in" or "staff_enrolled"
        || who.Holds.Contains("customer.view") && act is "customers_found" or "customer_opened" or "customer_viewed";

    [Fact]
    public async Task Of_staff_change_nothing_without_the_permission_of_the_act()
    {
        var boss = cast.Walkers.Single(w => w.Says == "staff all");
        var glance = await OpenedAsync(boss);
        var wrong = new List<string>();
        var sent = 0;
        foreach (var (page, name, permission) in Acts)
        {
            var path = page == "party" ? "/staff/customers/" + cast.Party : page;
            var shown = name == "reveal" ? glance : await PageAsync(boss, name == "open" ? "/staff/customers/" + await AnotherAsync() : path);
            var form = shown.Forms.FirstOrDefault(f => (f.Name ?? f.Action)?.StartsWith(name, StringComparison.Ordinal) == true);
            if (form is null)
            {
                wrong.Add($"{path} shows the administrator no form {name}, only {string.Join(' ', shown.Forms.Select(f => f.Name ?? f.Action))}");
                continue;
            }
            foreach (var who in cast.Walkers.Where(w => w.Kind is WalkerKind.Staff && !w.Holds.Contains(permission) || w.Name == "other" && w.Kind == WalkerKind.Person))
            {
                if (name == "reveal" && who.Holds.Contains("customer.view")) await OpenedAsync(who);
                sent++;
                var answer = await SendAsync(who, form, path);
                if (answer.Status >= 500) wrong.Add($"{path} {form.Name} by {who.Says}: {answer.Status}");
                foreach (var mark in cast.Marks.Where(m => answer.Body.Contains(m, StringComparison.Ordinal))) wrong.Add($"{path} {form.Name} shows {mark} to {who.Says}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(sent > 300, $"Only {sent} forms were sent.");
        var staff = (await cast.Hall.InScopeAsync(s => s.GetRequiredService<ListStaff>().HandleAsync(Caller.System, default))).Value.Where(s => s.Name.StartsWith("walker", StringComparison.Ordinal)).ToArray();
        Assert.True(staff.Length > 35);
        var known = cast.Walkers.ToDictionary(w => w.Says, w => w, StringComparer.Ordinal);
        foreach (var one in staff) wrong.AddRange((await ActsOfAsync(one.Id)).Where(a => !IsAllowed(a, known[one.DisplayName])).Select(a => $"{one.DisplayName} did {a}"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        // The same form does act where it may, and the log says so.
        var add = (await PageAsync(boss, "/staff/roles"))["add"];
        Assert.Equal(302, (await SendAsync(boss, add, "/staff/roles", ("Name", "walked"), ("TitleZh", "走"), ("TitleEn", "Walked"), ("Chosen", "audit.read"))).Status);
        Assert.Contains("role_saved", await ActsOfAsync(staff.Single(s => s.DisplayName == boss.Says).Id));
    }

    [Fact]
    public async Task Of_the_owner_do_nothing_to_what_is_the_owners()
    {
        var owner = cast.Walkers.First(w => w is { Name: "owner", Kind: WalkerKind.Person });
        var wrong = new List<string>();
        using var second = cast.Hall.Visit(); // so that there is a session to end
        await second.SignInAsync(Cast.Number);
        var (sent, before) = (0, await OwnedAsync(owner));
        Assert.True(before.Count >= 2, string.Join('\n', before));
        foreach (var page in OwnersPages)
        {
            var path = cast.PathOf(page)!;
            foreach (var form in (await PageAsync(owner, path)).Forms.Where(f => (f.Action ?? path) is not ("/sign-out" or "/look")))
                foreach (var who in cast.Walkers.Where(w => w.Kind is WalkerKind.Person or WalkerKind.Nobody && w.Name != "owner" || w.Says == "staff all"))
                {
                    if (form.Action?.EndsWith("/end-all", StringComparison.Ordinal) == true && who.Kind == WalkerKind.Person) continue; // ends their own
                    if (form.Action?.StartsWith("/me/grants/", StringComparison.Ordinal) == true && who.Name == "delegate") continue; // may give back what they were given
                    sent++;
                    var answer = await SendAsync(who, form, path);
                    if (answer.Status >= 500) wrong.Add($"{path} {form.Name ?? form.Action} by {who.Says}: {answer.Status}");
                    if (who.Name == "delegate") continue;
                    foreach (var mark in cast.Marks.Where(m => answer.Body.Contains(m, StringComparison.Ordinal) && !path.Contains(m, StringComparison.Ordinal))) wrong.Add($"{path} {form.Name ?? form.Action} shows {mark} to {who.Says}");
                }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(sent > 60, $"Only {sent} forms were sent.");
        Assert.Equal(before, await OwnedAsync(owner));
        Assert.Empty(cast.Hall.Faults);

        // The same form acts when its owner sends it.
        var end = (await PageAsync(owner, "/me/security")).Forms.First(f => Regex.IsMatch(f.Action ?? "", "/sessions/[0-9a-f-]+/end$"));
        await SendAsync(owner, end, "/me/security");
        Assert.NotEqual(before, await OwnedAsync(owner));
    }

    // Sessions, apps, grants: everything that a form could have taken away.
    static async Task<IReadOnlyList<string>> OwnedAsync(Walker owner)
    {
        var forms = (await PageAsync(owner, "/me/security")).Forms.Concat((await PageAsync(owner, "/me/numbers")).Forms);
        return [.. forms.Select(f => f.Action).OfType<string>().Where(a => a.StartsWith("/me/", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
    }

    async Task<Page> OpenedAsync(Walker at)
    {
        var path = "/staff/customers/" + cast.Party;
        var page = await PageAsync(at, path);
        if (page.Forms.All(f => f.Name != "open")) return page;
        await SendAsync(at, page["open"], path, ("Reason", "CustomerAsks"));
        return await PageAsync(at, path);
    }

    async Task<Guid> AnotherAsync() => Guid.Parse((await cast.Machine.GetAsync("party/v4/individual?fullName=Alice%20Brown")).Ids.Single());

    async Task<IReadOnlyList<string>> ActsOfAsync(Guid staff) =>
        [.. (await cast.Hall.InScopeAsync(s => s.GetRequiredService<ListAudit>().HandleAsync(new AuditFilter(Actor: staff), Caller.System, default))).Value.Lines.Select(l => l.Act).Distinct()];

    static async Task<Page> PageAsync(Walker who, string path)
    {
        using var answer = await who.Http.GetAsync(new Uri(path, UriKind.Relative));
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.OriginalString, answer, path);
    }

    /// <summary>With the sender's own antiforgery token, from a page that they may see.</summary>
    static async Task<Tried> SendAsync(Walker who, PageForm form, string path, params (string Name, string Value)[] typed)
    {
        using var seen = await who.Http.GetAsync(new Uri(who.Kind switch { WalkerKind.Staff => "/staff", WalkerKind.Person => "/me/tiles", _ => "/sign-in" }, UriKind.Relative));
        var page = await seen.Content.ReadAsStringAsync();
        var fields = form.Fields;
        // Pressed, as a browser says it.
        if (Regex.Match(form.Body, "<button[^>]* name=\"([^\"]+)\"(?:[^>]* value=\"([^\"]*)\")?") is { Success: true } pressed) fields[pressed.Groups[1].Value] = pressed.Groups[2].Value;
        fields[Token] = Regex.Match(page, $"name=\"{Token}\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.NotEmpty(fields[Token]);
        foreach (var (name, value) in typed) fields[name] = value;
        using var ask = new HttpRequestMessage(HttpMethod.Post, new Uri(form.Action ?? path, UriKind.Relative)) { Content = new FormUrlEncodedContent(fields) };
        if (seen.Headers.TryGetValues("Set-Cookie", out var given) && given.FirstOrDefault(c => c.StartsWith("form=", StringComparison.Ordinal)) is { } cookie)
            ask.Headers.Add("Cookie", string.Join("; ", who.Http.DefaultRequestHeaders.TryGetValues("Cookie", out var held) ? [.. held, cookie.Split(';')[0]] : (string[])[cookie.Split(';')[0]]));
        using var answer = await who.Http.SendAsync(ask);
        return new((int)answer.StatusCode, answer.Headers.Location?.OriginalString, "", await answer.Content.ReadAsStringAsync());
    }
}
