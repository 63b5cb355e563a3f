using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.ModuleTests.Billing;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Desk;

public abstract class A_desk(DatabaseKind kind) : BillingSuite(kind)
{
    readonly Guid session = Guid.CreateVersion7();

    Caller Clerk(string? area = null, Guid? at = null) => new()
    {
        Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = session, SessionId = at ?? session, Permissions = new HashSet<string> { CustomersPermissions.View, CustomersPermissions.Reveal },
        Bounds = area is null ? new Dictionary<string, IReadOnlyList<string>>() : new Dictionary<string, IReadOnlyList<string>> { [CustomersPermissions.View] = [area], [CustomersPermissions.Reveal] = [area] },
    };

    Task LiveAsync(Household who, string area, string name) => InDatabaseAsync(async db =>
    {
        (await db.Set<Customer>().SingleAsync(c => c.Id == who.Customer, Ct)).Area = area;
        var party = await db.Set<Party>().SingleAsync(p => p.Id == who.Person, Ct);
        (party.Name, party.NameKey) = (name, SearchKey.Of(name));
        await db.SaveChangesAsync(Ct);
    });

    Task<Outcome<CustomerOpened>> OpenAsync(Household who, Caller clerk, OpeningReason? reason = OpeningReason.Complaint, string? note = null) =>
        InScopeAsync(s => s.GetRequiredService<OpenCustomerHandler>().HandleAsync(new(who.Person, reason, note), clerk, Ct));

    Task<Outcome<CustomerGlance>> ViewAsync(Household who, Caller clerk) => InScopeAsync(s => s.GetRequiredService<ViewCustomerHandler>().HandleAsync(new(who.Person), clerk, Ct));

    Task<Outcome<FoundCustomers>> FindAsync(string asked, Caller clerk) => InScopeAsync(s => s.GetRequiredService<FindCustomersHandler>().HandleAsync(new(asked), clerk, Ct));

    Task<int> AuditedAsync(string act) => InDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(a => a.Act == act, Ct));

    [Fact]
    public async Task Sees_a_customer_after_a_reason_for_an_hour_in_its_own_session_alone()
    {
        var (who, other) = (await MoveInAsync(), await MoveInAsync());
        var bill = await BillAsync(who, 5000);
        var theirs = await BillAsync(other, 7000);
        AssertRefused("customer.not_open", await ViewAsync(who, Clerk()));
        AssertRefused("customer.reason_needed", await OpenAsync(who, Clerk(), null));
        AssertRefused("customer.reason_needed", await OpenAsync(who, Clerk(), (OpeningReason)99));
        AssertRefused("customer.note_needed", await OpenAsync(who, Clerk(), OpeningReason.Other, "abc"));
        Assert.Equal(3, await AuditedAsync("customer_open_refused"));
        AssertRefused("customer.not_open", await ViewAsync(who, Clerk()));

        Assert.True((await OpenAsync(who, Clerk())).Succeeded);
        var glance = (await ViewAsync(who, Clerk())).Value;
        Assert.Equal(bill, Assert.Single(glance.Bills).Bill.Number);
        Assert.Equal(new Money(5000), Assert.Single(glance.Accounts).Outstanding);
        var desk = Clerk() with { ActingFor = who.Person };
        Assert.True((await BillOfAsync(bill, desk)).Succeeded);
        AssertRefused("bill.not_found", await BillOfAsync(theirs, desk));
        AssertRefused("bill.not_found", await BillOfAsync(theirs, Clerk())); // not opened
        AssertRefused("customer.not_open", await ViewAsync(who, Clerk(at: Guid.CreateVersion7())));
        Clock.Advance(TimeSpan.FromMinutes(61));
        AssertRefused("customer.not_open", await ViewAsync(who, Clerk()));
        AssertRefused("bill.not_found", await BillOfAsync(bill, desk));
    }

    Task<Outcome<BillView>> BillOfAsync(string number, Caller caller) => InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new(number), caller, Ct));

    [Fact]
    public async Task Of_an_area_sees_its_customers_and_those_below_and_none_beside()
    {
        var (nanjing, district, suzhou, south) = (await MoveInAsync(), await MoveInAsync(), await MoveInAsync(), await MoveInAsync());
        await LiveAsync(nanjing, "江苏/南京", "同名人");
        await LiveAsync(district, "江苏/南京/鼓楼", "同名人");
        await LiveAsync(suzhou, "江苏/苏州", "同名人");
        await LiveAsync(south, "江苏/南京东", "同名人"); // begins alike, is another
        Assert.Equal(4, (await FindAsync("同名人", Clerk())).Value.Customers.Count);
        Assert.Equal(4, (await FindAsync("同名人", Clerk("江苏"))).Value.Customers.Count);
        Assert.Equal([nanjing.Person, district.Person], (await FindAsync("同名人", Clerk("江苏/南京"))).Value.Customers.Select(c => c.PartyId).Order());
        AssertRefused("customer.not_found", await FindAsync("同名人", Clerk("安徽")));
        AssertRefused("customer.unknown", await OpenAsync(suzhou, Clerk("江苏/南京")));
        Assert.True((await OpenAsync(suzhou, Clerk())).Succeeded);
        AssertRefused("customer.not_open", await ViewAsync(suzhou, Clerk("江苏/南京"))); // moved to another area meanwhile
    }

    [Fact]
    public async Task Finds_by_account_customer_and_whole_name_at_most_twenty_and_writes_down_what_was_asked_unreadably()
    {
        var who = await MoveInAsync();
        await LiveAsync(who, "江苏", "欧阳明月");
        Assert.Equal("found.by_account", Assert.Single((await FindAsync(who.Number, Clerk())).Value.Customers).By);
        Assert.Equal("found.by_name", Assert.Single((await FindAsync(" 欧阳 明月", Clerk())).Value.Customers).By);
        AssertRefused("customer.not_found", await FindAsync("欧阳", Clerk()));
        for (var i = 0; i < 21; i++) await LiveAsync(await MoveInAsync(), "江苏", "王伟");
        var many = (await FindAsync("王伟", Clerk())).Value;
        Assert.Equal((20, true), (many.Customers.Count, many.More));
        Assert.All(many.Customers, c => Assert.Equal("王*", c.Name));
        var rows = await InDatabaseAsync(db => db.Set<AuditEntry>().Where(a => a.Act == "customer_searched").ToListAsync(Ct));
        Assert.Equal(4, rows.Count);
        Assert.All(rows, r => Assert.DoesNotContain("欧阳明月", r.Details + r.ObjectId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reveals_one_field_with_a_reason_thirty_times_an_hour_and_who_reveals_much_is_seen()
    {
        var who = await MoveInAsync();
        await LiveAsync(who, "江苏", "欧阳明月");
        Task<Outcome<Revealed>> RevealAsync(string? why) => InScopeAsync(s => s.GetRequiredService<RevealHandler>().HandleAsync(new(who.Person, RevealedField.Name, null, why), Clerk(), Ct));
        AssertRefused("reveal.nothing", await RevealAsync("核对身份信息"));
        await OpenAsync(who, Clerk());
        AssertRefused("reveal.reason", await RevealAsync(" x "));
        for (var i = 0; i < 30; i++) Assert.Equal("欧阳明月", (await RevealAsync("核对身份信息")).Value.Value);
        AssertRefused("reveal.too_often", await RevealAsync("核对身份信息"));
        Assert.Equal((30, 1), (await AuditedAsync("field_revealed"), await AuditedAsync("reveal_refused")));
        await InDatabaseAsync(async db =>
        {
            db.Add(new StaffMember { Id = session, Name = "busy", NameKey = "BUSY", DisplayName = "Busy", CreatedAt = Now });
            await db.SaveChangesAsync(Ct);
        });
        var auditor = new Caller { Kind = CallerKind.Staff, Channel = Channel.Staff, Permissions = new HashSet<string> { KernelPermissions.ReadAudit } };
        var unusual = Assert.Single((await InScopeAsync(s => s.GetRequiredService<ListUnusualReveals>().HandleAsync(auditor, Ct))).Value);
        Assert.Equal(("busy", 30, 1), (unusual.Name, unusual.Count, unusual.Refused));
    }
}

public sealed class A_desk_on_SQLite() : A_desk(DatabaseKind.Sqlite);
public sealed class A_desk_on_PostgreSQL() : A_desk(DatabaseKind.Postgres);

public sealed class Unusual_reveals
{
    static UnusualReveals Of(int count, int refused = 0) => new(Guid.CreateVersion7(), "n" + count, count, refused);

    [Theory]
    [InlineData(11, 3, true)]
    [InlineData(11, 4, false)]
    [InlineData(10, 0, false)]
    [InlineData(29, 10, false)]
    [InlineData(30, 10, true)]
    public void Are_those_far_above_the_colleague_in_the_middle(int count, int middle, bool unusual)
    {
        var counts = new[] { Of(count), Of(middle), Of(middle), Of(middle) };
        Assert.Equal(unusual, ListUnusualReveals.Unusual(counts).Contains(counts[0]));
    }

    [Fact]
    public void Are_any_that_the_limit_stopped() => Assert.Single(ListUnusualReveals.Unusual([Of(2, 1), Of(2)]));
}
