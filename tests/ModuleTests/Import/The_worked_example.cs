using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Resources;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Import;

/// <summary>The files of docs/import/example, as docs/import.md brings them in: Chinese, in GB18030.</summary>
public abstract class The_worked_example(DatabaseKind kind) : ImportSuite(kind)
{
    [Fact]
    public async Task Comes_in_as_the_manual_says()
    {
        foreach (var (name, rows) in new[] { ("customers", 5), ("lines", 7), ("numbers", 4), ("bills", 4), ("usage", 5) })
        {
            var done = (await ImportAsync(name, Sample(name + ".csv"), Sample(name + ".map.json"))).Value;
            Assert.Equal("gb18030", done.Encoding, ignoreCase: true);
            Assert.Empty(await RejectsAsync());
            Assert.Equal(rows, done.Totals.Rows);
        }

        await InDatabaseAsync(async db =>
        {
            var zhou = await db.Set<Party>().SingleAsync(p => p.Name == "周明远", Ct);
            Assert.Equal(new DateOnly(1987, 3, 4), zhou.BirthDate);
            var account = await db.Set<Account>().SingleAsync(a => a.Number == "Z0001", Ct);
            Assert.Equal(zhou.Id, (await db.Set<Grant>().SingleAsync(g => g.AccountId == account.Id, Ct)).PersonId);

            // The mother uses a line that her son holds and pays: her sign-in, his bill.
            var mother = await db.Set<Party>().SingleAsync(p => p.Name == "周桂芳", Ct);
            Assert.Equal(mother.Id, (await db.Set<NumberHandle>().SingleAsync(h => h.Value == "+8613300001002", Ct)).SubjectId);
            Assert.Equal(0, await db.Set<NumberHandle>().CountAsync(h => h.Value == "+8613300001007", Ct)); // a ceased line's number signs nobody in

            var branch = await db.Set<Party>().SingleAsync(p => p.Name!.StartsWith("南京青禾贸易有限公司苏州"), Ct);
            var group = await db.Set<Party>().SingleAsync(p => p.Name == "南京青禾贸易有限公司", Ct);
            Assert.Equal(group.Id, branch.ParentId);
            Assert.StartsWith(group.Path, branch.Path, StringComparison.Ordinal);

            string?[] areas = ["江苏/南京", "江苏/苏州"];
            Assert.Equal(areas, await db.Set<Customer>().Where(c => c.PartyId == group.Id || c.PartyId == branch.Id).OrderBy(c => c.Number).Select(c => c.Area).ToArrayAsync(Ct));

            var bill = await db.Set<Bill>().Include(b => b.Lines).SingleAsync(b => b.Number == "B202610-Z0001", Ct);
            Assert.Equal((new Money(15115), new Money(10115)), (bill.Total, bill.Outstanding));
            Assert.Equal(4, bill.Lines.Count);
            Assert.Equal(0, await db.Set<LedgerEntry>().SumAsync(e => (long)(object)e.Amount, Ct));

            var data = await db.Set<UsageRecord>().SingleAsync(u => u.SourceId == "U900002", Ct);
            Assert.Equal((20992, 480), (data.Quantity, data.OffsetMinutes)); // 20.5 MB in KB, Shanghai's clock
            Assert.Equal(new DateTime(2026, 11, 20, 1, 0, 0, DateTimeKind.Utc), data.StartedAt);
            var message = await db.Set<UsageRecord>().SingleAsync(u => u.SourceId == "U900003", Ct);
            Assert.Equal(new Money(10), message.Charge);

            var used = await db.Set<NumberResource>().SingleAsync(n => n.Value == "+8613300001001", Ct);
            Assert.Equal((NumberState.InUse, 1), (used.State, used.Level));
            Assert.Equal(4, await db.Set<Offer>().CountAsync(Ct));
        });
    }

    [Fact]
    public async Task Is_found_by_the_staff_of_its_areas_alone()
    {
        await ImportAsync("customers", Sample("customers.csv"), Sample("customers.map.json"));
        async Task<int> FoundAsync(string area) => (await InScopeAsync(s => s.GetRequiredService<FindCustomersHandler>().HandleAsync(new FindCustomers("周明远"), new Caller
        {
            Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = Guid.CreateVersion7(), Permissions = new HashSet<string> { CustomersPermissions.View },
            Bounds = new Dictionary<string, IReadOnlyList<string>> { [CustomersPermissions.View] = [area] },
        }, Ct))).Match(found => found.Customers.Count, _ => 0);
        Assert.Equal((1, 1, 0), (await FoundAsync("江苏/南京"), await FoundAsync("江苏"), await FoundAsync("江苏/苏州")));
    }

    [Fact]
    public async Task Documents_are_found_by_hash_and_shown_masked()
    {
        await ImportAsync("customers", Sample("customers.csv"), Sample("customers.map.json"));
        var number = await InDatabaseAsync(async db =>
        {
            var stored = await db.Set<IdentityDocument>().OrderBy(d => d.NumberMasked).FirstAsync(d => d.Type == "cn-resident-id", Ct);
            Assert.Equal(3 + 4, stored.NumberMasked.Count(c => c != '*'));
            Assert.DoesNotContain("19870304", stored.NumberClosed, StringComparison.Ordinal);
            return Services.GetRequiredService<SecretColumns>().Open(IdentityDocument.NumberPurpose, stored.NumberClosed);
        });
        var staff = new Caller { Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = Guid.CreateVersion7(), Permissions = new HashSet<string> { CustomersPermissions.View } };
        var found = await InScopeAsync(s => s.GetRequiredService<FindCustomersHandler>().HandleAsync(new FindCustomers(" " + number.ToLowerInvariant()), staff, Ct));
        Assert.Equal("found.by_document", Assert.Single(found.Value.Customers).By);
        var nobody = await InScopeAsync(s => s.GetRequiredService<FindCustomersHandler>().HandleAsync(new FindCustomers(number), Caller.Nobody(Channel.Web), Ct));
        Assert.Equal("permission.missing", nobody.Refusal?.Code);
    }

    [Fact]
    public async Task A_document_is_added_once_and_only_to_oneself()
    {
        await ImportAsync("customers", Sample("customers.csv"), Sample("customers.map.json"));
        var (zhou, other) = await InDatabaseAsync(async db => (await db.Set<Party>().SingleAsync(p => p.Name == "周明远", Ct), await db.Set<Party>().SingleAsync(p => p.Name == "钱思语", Ct)));
        var caller = new Caller { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = zhou.Id };
        var first = await AddAsync(new AddDocument(zhou.Id, "passport", "e12345678"), caller);
        Assert.Equal("E12**5678", first.Value.Masked);
        Assert.Equal(first.Value.Id, (await AddAsync(new AddDocument(zhou.Id, "passport", "E 1234 5678"), caller)).Value.Id);
        Assert.Equal("party.not_found", (await AddAsync(new AddDocument(other.Id, "passport", "E12345678"), caller)).Refusal?.Code);
        Assert.Equal("document.check_character", (await AddAsync(new AddDocument(zhou.Id, "cn-resident-id", "110105194912310021"), caller)).Refusal?.Code);
    }

    [Fact]
    public async Task A_number_that_changes_hands_takes_its_sign_in_along()
    {
        await ImportAsync("customers", Sample("customers.csv"), Sample("customers.map.json"));
        await ImportAsync("lines", Sample("lines.csv"), Sample("lines.map.json"));
        const string map = """
            { "source": "crm-example", "records": [ { "kind": "lines", "id": "{id}", "fields": { "account": "{account}", "kind": "mobile", "number": "{number}", "state": "{state}" } } ] }
            """;
        var file = await WriteAsync("moves.csv", "id,account,number,state\nL1001,Z0001,13300001001,ceased\nL1004,Z0003,13300001001,active\n");
        Assert.Equal(2, (await ImportAsync("lines", file, await WriteAsync("moves.json", map))).Value.Totals.Kinds["lines"].Updated);
        await InDatabaseAsync(async db =>
        {
            var handles = await db.Set<NumberHandle>().Where(h => h.Value == "+8613300001001").OrderBy(h => h.Id).ToListAsync(Ct);
            Assert.Equal(2, handles.Count);
            Assert.NotNull(handles[0].Until);
            Assert.Null(handles[1].Until);
            Assert.NotEqual(handles[0].SubjectId, handles[1].SubjectId);
            Assert.Equal(NumberState.InUse, (await db.Set<NumberResource>().SingleAsync(n => n.Value == "+8613300001001", Ct)).State);
            Assert.Equal(0, await db.Set<Product>().CountAsync(p => p.Source!.ExternalId == "L1001-E59" && p.To == null, Ct));
            Assert.Equal(NumberState.Resting, (await db.Set<NumberResource>().SingleAsync(n => n.Value == "+8613300001003", Ct)).State);
        });
        // What has ended does not come back to life by a file.
        file = await WriteAsync("moves.csv", "id,account,number,state\nL1001,Z0001,,active\n");
        Assert.Equal(1, (await ImportAsync("lines", file, PathOf("moves.json"))).Value.Totals.Kinds["lines"].Refused);
        Assert.Contains("line.wrong_state", Assert.Single(await RejectsAsync()), StringComparison.Ordinal);
    }

    Task<Outcome<DocumentAdded>> AddAsync(AddDocument command, Caller caller) => InScopeAsync(s => s.GetRequiredService<AddDocumentHandler>().HandleAsync(command, caller, Ct));

    static string Sample(string name) => Path.Combine(Repository, "docs", "import", "example", name);
}

public sealed class The_worked_example_on_SQLite() : The_worked_example(DatabaseKind.Sqlite);
public sealed class The_worked_example_on_PostgreSQL() : The_worked_example(DatabaseKind.Postgres);
