using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Resources;
using Wangting.Storage;
using Wangting.Subscriptions;
using Wangting.Tests;

namespace Wangting.ModuleTests.Billing;

/// <summary>What people read: their own, all of it, and nobody else's.</summary>
public abstract class Reading_what_one_has(DatabaseKind kind) : StorageSuite(kind)
{
    protected override void Register(IServiceCollection services) =>
        services.AddNotices().AddIdentity().AddCustomers().AddCatalogue().AddResources().AddSubscriptions().AddBilling();

    readonly Guid me = Guid.CreateVersion7(), other = Guid.CreateVersion7();
    Guid account, line, firm;

    Caller Me => new() { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = me, Proof = new Proof(Assurance.Proven, Now) };
    Caller Other => Me with { SubjectId = other };

    async Task SeedAsync() => await InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<PortalDbContext>();
        Customer Customer(Guid party, string number) => new() { Id = Guid.CreateVersion7(), PartyId = party, Number = number, Since = Now.AddYears(-1) };
        Account Account(Customer customer, string number) => new() { Id = Guid.CreateVersion7(), CustomerId = customer.Id, HolderPartyId = customer.PartyId, Number = number, OpenedAt = Now.AddYears(-1) };
        Party Person(Guid id, string name) => new() { Id = id, Kind = PartyKind.Person, Name = name, CreatedAt = Now };
        Grant Grant(Guid person, Guid? account = null, Guid? organisation = null) => new()
        {
            Id = Guid.CreateVersion7(), PersonId = person, AccountId = account, OrganisationId = organisation, Rights = Right.All, From = Now.AddYears(-1),
            Basis = organisation is null ? GrantBasis.Holder : GrantBasis.Administrator,
        };

        var (mine, theirs) = (Customer(me, "c1"), Customer(other, "c2"));
        var (first, second) = (Account(mine, "a1"), Account(theirs, "a2"));
        firm = Guid.CreateVersion7();
        var branch = Guid.CreateVersion7();
        var path = firm.ToString("N") + "/";
        var house = Customer(branch, "g1");
        var office = Account(house, "a3");
        db.AddRange(Person(me, "张小三"), Person(other, "李明"), mine, theirs, first, second, Grant(me, first.Id), Grant(other, second.Id), Grant(other, organisation: firm),
            new Party { Id = firm, Kind = PartyKind.Organisation, Name = "总公司", Path = path, CreatedAt = Now },
            new Party { Id = branch, Kind = PartyKind.Organisation, Name = "分公司", ParentId = firm, Path = path + branch.ToString("N") + "/", CreatedAt = Now }, house, office);
        var own = new Line { Id = Guid.CreateVersion7(), CustomerId = mine.Id, AccountId = first.Id, HolderPartyId = me, Kind = LineKind.Mobile, State = LineState.Active, Label = "我的", From = Now.AddYears(-1) };
        db.AddRange(own, new Tenure { Id = Guid.CreateVersion7(), LineId = own.Id, Kind = IdentifierKind.Mobile, Value = "+8613300000001", From = own.From });
        db.Add(new AllowanceBalance { Id = Guid.CreateVersion7(), LineId = own.Id, ProductId = Guid.CreateVersion7(), PeriodFrom = new(2026, 11, 1), PeriodTo = new(2026, 11, 30), Kind = UsageKind.Data, Unit = UsageUnit.Kilobyte, Granted = 3000, Used = 1150, ExpiresAt = Now.AddDays(7) });
        for (var n = 0; n < 60; n++)
            db.Add(new UsageRecord
            {
                Id = Guid.CreateVersion7(), LineId = own.Id, Kind = UsageKind.Voice, Unit = UsageUnit.Second, Quantity = 61, ChargedQuantity = 120, StartedAt = Now.AddMinutes(-(n / 2)), OffsetMinutes = 480,
                PeerMasked = "139 **** 0002", Charge = new Money(15), SourceSystem = "test", SourceId = n.ToString(System.Globalization.CultureInfo.InvariantCulture),
            });
        await db.SaveChangesAsync(Ct);
        (account, line) = (first.Id, own.Id);

        var post = s.GetRequiredService<PostBillHandler>();
        foreach (var (number, to, month, plan, voice) in new[] { ("b09", first, 9, 59_00L, 5_00L), ("b10", first, 10, 59_00L, 12_35L), ("x10", second, 10, 29_00L, 0L), ("g10", office, 10, 99_00L, 1_00L) })
            Assert.True((await post.HandleAsync(new PostBill(number, to.Id, to.CustomerId, to.HolderPartyId, new(2026, month, 1), new DateOnly(2026, month, 1).AddMonths(1).AddDays(-1), Now, new(2026, 12, 5),
                [new(ChargeKind.Plan, LocalText.Of("月费", "Fee"), new Money(plan), Money.Zero), new(ChargeKind.Voice, LocalText.Of("通话", "Calls"), new Money(voice), Money.Zero)]), Caller.System, Ct)).Succeeded);
        Assert.True((await s.GetRequiredService<GrantBucketHandler>().HandleAsync(new GrantBucket(account, "opening", BucketKind.Cash, new Money(86_40)) { BroughtForward = true, Refundable = true }, Caller.System, Ct)).Succeeded);
    });

    [Fact]
    public async Task Home_says_what_one_has_owes_and_has_left_and_why_the_bill_changed()
    {
        await SeedAsync();
        var home = (await InScopeAsync(s => s.GetRequiredService<ViewHomeHandler>().HandleAsync(new ViewHome(), Me, Ct))).Value;
        Assert.Equal("张*三", home.Reader.Name);
        Assert.Equal(new Money(86_40), home.Available);
        Assert.Equal(["b09", "b10"], home.Due.Select(d => d.Number).Order());
        Assert.Equal(new Money(135_35), home.Outstanding);
        Assert.Equal(new Money(7_35), home.Difference!.Whole);
        Assert.Equal((ChargeKind.Voice, new Money(7_35)), Assert.Single(home.Difference.Parts));
        Assert.Equal(new Money(60 * 15), home.UsedBeyond);
        var left = Assert.Single(home.Left);
        Assert.Equal((1850L, 1500L), (left.Left, left.AtEnd)); // 50 a day over 23 days, 30 in all
    }

    [Fact]
    public async Task Nobody_sees_what_is_not_theirs()
    {
        await SeedAsync();
        Assert.Equal("bill.not_found", (await InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new ViewBill("x10"), Me, Ct))).Refusal!.Code);
        Assert.Equal("bill.not_found", (await InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new ViewBill("b10"), Other, Ct))).Refusal!.Code);
        Assert.Equal("line.not_found", (await InScopeAsync(s => s.GetRequiredService<ListUsageRecordsHandler>().HandleAsync(new ListUsageRecords(line), Other, Ct))).Refusal!.Code);
        Assert.Equal("organisation.not_found", (await InScopeAsync(s => s.GetRequiredService<ViewOrganisationHandler>().HandleAsync(firm, Me, Ct))).Refusal!.Code);
        Assert.Equal("holding.not_found", (await InScopeAsync(s => s.GetRequiredService<ViewHomeHandler>().HandleAsync(new ViewHome("l" + line.ToString("N")), Other, Ct))).Refusal!.Code);
        Assert.Empty(await InScopeAsync(s => s.GetRequiredService<FindRecords>().HandleAsync("b10", Other, Ct)));
        Assert.Empty((await InScopeAsync(s => s.GetRequiredService<ListBillsHandler>().HandleAsync(new ListBills("a1"), Other, Ct))).Bills);
    }

    [Fact]
    public async Task Bills_are_listed_newest_first_with_what_is_still_owed()
    {
        await SeedAsync();
        var list = await InScopeAsync(s => s.GetRequiredService<ListBillsHandler>().HandleAsync(new ListBills(), Me, Ct));
        Assert.Equal(["b10", "b09"], list.Bills.Select(b => b.Bill.Number));
        Assert.Equal((new Money(135_35), 2), (list.Outstanding, list.Open));
        var bill = (await InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new ViewBill("b10"), Me, Ct))).Value;
        Assert.True(bill.Payable);
        Assert.Equal("b09", bill.Before!.Number);
        Assert.Equal(bill.Bill.Total, new Money(bill.Lines.Sum(l => l.Amount.Minor)));
    }

    [Fact]
    public async Task Who_held_the_account_keeps_their_bills_and_the_next_holder_never_sees_them()
    {
        await SeedAsync();
        await InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<PortalDbContext>();
            (await db.Set<Account>().FindAsync([account], Ct))!.HolderPartyId = other;
            foreach (var grant in db.Set<Grant>().Where(g => g.AccountId == account)) grant.To = Now;
            db.Add(new Grant { Id = Guid.CreateVersion7(), PersonId = other, AccountId = account, Rights = Right.All, Basis = GrantBasis.Holder, From = Now });
            await db.SaveChangesAsync(Ct);
        });
        var mine = (await InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new ViewBill("b10"), Me, Ct))).Value;
        Assert.False(mine.Payable); // read, no more
        Assert.Equal("bill.not_found", (await InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new ViewBill("b10"), Other, Ct))).Refusal!.Code);
    }

    [Fact]
    public async Task Call_details_ask_for_a_fresh_proof_and_come_page_by_page_each_once()
    {
        await SeedAsync();
        var stale = Me with { Proof = new Proof(Assurance.Proven, Now.AddMinutes(-6)) };
        Assert.Equal(Refusal.StepUpCode, (await InScopeAsync(s => s.GetRequiredService<ListUsageRecordsHandler>().HandleAsync(new ListUsageRecords(line), stale, Ct))).Refusal!.Code);
        var first = (await InScopeAsync(s => s.GetRequiredService<ListUsageRecordsHandler>().HandleAsync(new ListUsageRecords(line), Me, Ct))).Value;
        var second = (await InScopeAsync(s => s.GetRequiredService<ListUsageRecordsHandler>().HandleAsync(new ListUsageRecords(line, After: first.Older), Me, Ct))).Value;
        Assert.Equal((50, 10), (first.Records.Count, second.Records.Count));
        Assert.Equal(60, first.Records.Concat(second.Records).DistinctBy(r => r.Id).Count());
        Assert.Null(second.Older);
    }

    [Fact]
    public async Task An_administrator_sees_the_tree_and_what_it_owes_rolled_up()
    {
        await SeedAsync();
        var view = (await InScopeAsync(s => s.GetRequiredService<ViewOrganisationHandler>().HandleAsync(firm, Other, Ct))).Value;
        Assert.Equal(["总公司", "分公司"], view.Nodes.Select(n => n.Name));
        Assert.Equal([new Money(100_00), new Money(100_00)], view.Nodes.Select(n => n.Below));
        Assert.Equal("a3", Assert.Single(view.Nodes[1].Accounts).Number);
    }

    [Fact]
    public async Task Home_tells_the_latest_of_service_and_money_to_whom_it_was_sent()
    {
        await SeedAsync();
        Message Sent(Guid to, string body, int daysAgo, NoticeClass kind = NoticeClass.Service, bool secret = false, MessageState state = MessageState.Sent) => new()
        {
            Id = Guid.CreateVersion7(), Medium = Medium.InApp, Class = kind, Recipient = "", PersonId = to, TextKey = "test", Language = "zh-CN", Body = body, Secret = secret, QueuedAt = Now.AddDays(-daysAgo), DueAt = Now, State = state,
        };
        await InScopeAsync(s =>
        {
            var db = s.GetRequiredService<PortalDbContext>();
            db.AddRange(Sent(me, "third", 3), Sent(me, "first", 1, NoticeClass.Billing), Sent(me, "second", 2), Sent(me, "fourth", 4), Sent(other, "theirs", 1), Sent(other, "old", 40),
                Sent(me, "code", 0, secret: true), Sent(me, "waiting", 0, state: MessageState.Queued), Sent(me, "offer", 0, NoticeClass.Marketing));
            return db.SaveChangesAsync(Ct);
        });
        async Task<IEnumerable<string>> ToldAsync(Caller to) => (await InScopeAsync(s => s.GetRequiredService<ViewHomeHandler>().HandleAsync(new ViewHome(), to, Ct))).Value.Told.Select(t => t.Body);

        Assert.Equal(["first", "second", "third"], await ToldAsync(Me));
        Assert.Equal(["theirs"], await ToldAsync(Other));
    }

    [Fact]
    public async Task Tiles_are_kept_in_the_order_given()
    {
        await SeedAsync();
        await InScopeAsync(s => s.GetRequiredService<KeepPreferencesHandler>().HandleAsync(new KeepPreferences(Tiles: ["bills", "pay"]), Me, Ct));
        Assert.Equal(["bills", "pay"], (await InScopeAsync(s => s.GetRequiredService<ViewReader>().HandleAsync(Me, Ct)))!.Tiles);
    }
}

public sealed class Reading_what_one_has_on_SQLite() : Reading_what_one_has(DatabaseKind.Sqlite);

public sealed class Reading_what_one_has_on_PostgreSQL() : Reading_what_one_has(DatabaseKind.Postgres);
