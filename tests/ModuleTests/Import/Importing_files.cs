using System.Text;
using Microsoft.EntityFrameworkCore;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Import;
using Wangting.Kernel;
using Wangting.Resources;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Import;

public abstract class Importing_files(DatabaseKind kind) : ImportSuite(kind)
{
    const string People = """
        { "source": "crm", "records": [
          { "kind": "customers", "id": "{id}", "version": "{v}", "fields": { "name": "{name}", "tier": "{tier}", "email": "{email}", "birthDate": "{born}" } },
          { "kind": "accounts", "id": "{id}", "version": "{v}", "fields": { "customer": "{id}" } },
          { "kind": "charges", "id": "{id}", "version": "{v}", "when": "{due}", "fields": { "account": "{id}", "kind": "to-date", "amount": "{due}" } } ] }
        """;

    const string Heading = "id,v,name,tier,email,born,due\n";

    [Fact]
    public async Task Repeating_a_file_changes_nothing()
    {
        var (map, file) = await FilesAsync("1,1,Ann,3,,1990-01-02,10.50\n2,1,Bob,0,,,0.01\n");
        Assert.Equal(2, (await ImportAsync("customers", file, map)).Value.Totals.Kinds["customers"].Added);
        var again = (await ImportAsync("customers", file, map)).Value.Totals;
        Assert.All(again.Kinds.Values, k => Assert.Equal((0, 0, 2, 0), (k.Added, k.Updated, k.Unchanged, k.Refused)));
        Assert.Equal(1051m, again.Kinds["charges"].Sums["to-date amount"]);
        Assert.Equal(2, await InDatabaseAsync(db => db.Set<Party>().CountAsync(Ct)));
    }

    [Fact]
    public async Task A_newer_version_updates_and_an_older_one_does_not()
    {
        var (map, file) = await FilesAsync("1,9,Ann,3,,,\n");
        await ImportAsync("customers", file, map);
        (_, file) = await FilesAsync("1,10,Ann Smith,4,,,\n"); // 10 is after 9, though not as text
        Assert.Equal(1, (await ImportAsync("customers", file, map)).Value.Totals.Kinds["customers"].Updated);
        (_, file) = await FilesAsync("1,8,Nobody,1,,,\n");
        Assert.Equal(1, (await ImportAsync("customers", file, map)).Value.Totals.Kinds["customers"].Unchanged);
        Assert.Equal("Ann Smith", await InDatabaseAsync(db => db.Set<Party>().Select(p => p.Name).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Without_a_version_the_content_is_the_version()
    {
        const string map = """{ "source": "crm", "records": [ { "kind": "customers", "id": "{id}", "fields": { "name": "{name}" } } ] }""";
        var path = await WriteAsync("m.json", map);
        await ImportAsync("customers", await WriteAsync("a.csv", "id,name\n1,Ann\n2,Bob\n"), path);
        var second = (await ImportAsync("customers", await WriteAsync("a.csv", "id,name\n1,Ann\n2,Bert\n"), path)).Value.Totals.Kinds["customers"];
        Assert.Equal((0, 1, 1), (second.Added, second.Updated, second.Unchanged));
    }

    [Fact]
    public async Task An_area_is_taken_tidied_kept_when_a_newer_row_has_none_and_refused_when_it_is_none()
    {
        var map = await WriteAsync("m.json", """{ "source": "crm", "records": [ { "kind": "customers", "id": "{id}", "version": "{v}", "fields": { "name": "{name}", "area": "{area}" } } ] }""");
        await ImportAsync("customers", await WriteAsync("a.csv", "id,v,name,area\n1,1,Ann, 江苏 / 南京 \n2,1,Bob,\n3,1,Cy,江苏//南京\n4,1,Di,/\n"), map);
        Task<string[]> AreasAsync() => InDatabaseAsync(db => db.Set<Customer>().OrderBy(c => c.Number).Select(c => c.Number + " " + c.Area).ToArrayAsync(Ct));
        Assert.Equal(["1 江苏/南京", "2 "], await AreasAsync());
        Assert.Equal(2, (await RejectsAsync()).Count(r => r.Contains("customer.area", StringComparison.Ordinal)));
        await ImportAsync("customers", await WriteAsync("a.csv", "id,v,name,area\n1,2,Ann Smith,\n2,2,Bob,江苏/苏州\n"), map);
        Assert.Equal(["1 江苏/南京", "2 江苏/苏州"], await AreasAsync());
    }

    [Fact]
    public async Task Bad_values_cost_their_row_and_are_written_down()
    {
        var (map, file) = await FilesAsync("""
            1,1,Ann,3,,1990-02-30,1
            2,1,Bob,nine,,,1
            3,1,Cy,0,,,99999999999999999.00
            4,1,Di,0,,,1.005
            5,1,Ed,0,nobody,,1
            ,1,Flo,0,,,1
            7,1,Gus,0,,,1

            """);
        var totals = (await ImportAsync("customers", file, map)).Value.Totals;
        Assert.Equal((7, 6), (totals.Rows, totals.RowsWithRejects));
        Assert.Equal(1, totals.Kinds["customers"].Added);
        var rejects = await RejectsAsync();
        Assert.StartsWith("2,customers,born,1990-02-30,import.value.not_date,", rejects[0], StringComparison.Ordinal);
        Assert.StartsWith("3,customers,tier,nine,import.value.not_integer,", rejects[1], StringComparison.Ordinal);
        Assert.StartsWith("4,charges,due,99999999999999999.00,import.value.not_money,", rejects[2], StringComparison.Ordinal);
        Assert.StartsWith("5,charges,due,1.005,import.value.not_money,", rejects[3], StringComparison.Ordinal);
        // Refused by the module: the customer and what hangs on it, each with its reason.
        Assert.StartsWith("6,customers,email,5,contact.email,", rejects[4], StringComparison.Ordinal);
        Assert.StartsWith("6,accounts,customer,5,customer.not_known,", rejects[5], StringComparison.Ordinal);
        Assert.Contains(rejects, r => r.StartsWith("7,customers,id,,import.value.missing,", StringComparison.Ordinal));
        Assert.All(rejects, r => Assert.DoesNotContain("[", r, StringComparison.Ordinal)); // every reason has its sentence
    }

    [Fact]
    public async Task Personal_values_are_masked_in_the_rejects()
    {
        const string map = """{ "source": "crm", "records": [ { "kind": "customers", "id": "{id}", "fields": { "phone": "{phone}" } } ] }""";
        await ImportAsync("customers", await WriteAsync("p.csv", "id,phone\n1,=12A345\n"), await WriteAsync("m.json", map));
        Assert.StartsWith("2,customers,phone,'=*****5,import.value.not_phone,", Assert.Single(await RejectsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_record_twice_in_a_file_is_taken_once_and_its_last_version_stays()
    {
        var (map, file) = await FilesAsync("1,1,Ann,3,,,5\n1,1,Ann,3,,,5\n1,2,Ann Smith,3,,,6\n");
        var totals = (await ImportAsync("customers", file, map)).Value.Totals.Kinds["customers"];
        Assert.Equal((1, 1, 1, 0), (totals.Added, totals.Updated, totals.Unchanged, totals.Refused));
        Assert.Equal("Ann Smith", await InDatabaseAsync(db => db.Set<Party>().Select(p => p.Name).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        var (map, file) = await FilesAsync(string.Concat(Enumerable.Range(1, 1200).Select(i => $"{i},1,N{i},{(i == 700 ? 8 : 0)},,,1.00\n")));
        var tried = (await ImportAsync("customers", file, map, dryRun: true)).Value.Totals;
        Assert.Equal((1199, 1), (tried.Kinds["customers"].Added, tried.Kinds["customers"].Refused));
        await InDatabaseAsync(async db =>
        {
            Assert.Equal(0, await db.Set<Party>().CountAsync(Ct));
            Assert.Equal(0, await db.Set<ImportRun>().CountAsync(Ct));
            Assert.Equal(0, await db.Set<StatedCharge>().CountAsync(Ct));
        });
        var done = (await ImportAsync("customers", file, map)).Value.Totals;
        Assert.Equal(tried.Kinds["charges"].Sums["to-date amount"], done.Kinds["charges"].Sums["to-date amount"]);
    }

    [Fact]
    public async Task What_was_interrupted_goes_on_where_it_was()
    {
        var (map, file) = await FilesAsync(string.Concat(Enumerable.Range(1, 1700).Select(i => $"{i},1,N{i},{(i % 100 == 0 ? 8 : 0)},,,1.00\n")));
        using var stop = new CancellationTokenSource();
        var batches = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ImportAsync("customers", file, map, progress: new Each(_ => { if (++batches == 2) stop.Cancel(); }), ct: stop.Token));
        Assert.Equal(1000 - 10, await InDatabaseAsync(db => db.Set<Party>().CountAsync(Ct)));
        // As if the process had died between writing rejects and saving the batch they belong to.
        await File.AppendAllTextAsync(PathOf("rejects.csv"), "1100,customers,tier,8,customer.tier,lost\n", Ct);

        var done = (await ImportAsync("customers", file, map)).Value;
        Assert.Equal(1000, done.ContinuedAt);
        Assert.Equal((1700, 1700 - 17, 17), (done.Totals.Rows, done.Totals.Kinds["customers"].Added, done.Totals.Kinds["customers"].Refused));
        Assert.Equal(170000m - 1700m, done.Totals.Kinds["charges"].Sums["to-date amount"]);
        Assert.Equal(1700 - 17, await InDatabaseAsync(db => db.Set<Party>().CountAsync(Ct)));
        var rejects = await RejectsAsync();
        Assert.Equal(17, rejects.Count(r => r.Contains(",customer.tier,", StringComparison.Ordinal)));
        Assert.DoesNotContain(rejects, r => r.EndsWith("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_process_on_the_same_file_stops()
    {
        var (map, file) = await FilesAsync(string.Concat(Enumerable.Range(1, 1200).Select(i => $"{i},1,N{i},0,,,1.00\n")));
        Outcome<ImportDone>? other = null;
        var first = await ImportAsync("customers", file, map, progress: new Each(_ => other ??= ImportAsync("customers", file, map).GetAwaiter().GetResult()));
        Assert.True(other!.Value.Succeeded);
        Assert.Equal("import.run_elsewhere", first.Refusal?.Code);
        Assert.Equal(1200, await InDatabaseAsync(db => db.Set<Party>().CountAsync(Ct)));
    }

    [Fact]
    public async Task A_row_that_the_database_will_not_have_costs_only_itself()
    {
        await InDatabaseAsync(async db =>
        {
            // A number that another unit of work takes is seen by the database alone.
            var party = new Party { Id = Guid.CreateVersion7(), CreatedAt = Now };
            db.AddRange(party, new NumberResource { Id = Guid.CreateVersion7(), Kind = IdentifierKind.Mobile, Value = "+8613300000777", Source = new("crm", "777") });
            await db.SaveChangesAsync(Ct);
        });
        const string map = """{ "source": "crm", "records": [ { "kind": "numbers", "id": "{id}", "fields": { "kind": "mobile", "number": "{n}" } } ] }""";
        var rows = string.Concat(Enumerable.Range(770, 20).Select(i => $"{i},13300001{i}\n"));
        var totals = (await ImportAsync("numbers", await WriteAsync("n.csv", "id,n\n" + rows), await WriteAsync("m.json", map))).Value.Totals;
        Assert.Equal(19, totals.Kinds["numbers"].Added);
        Assert.StartsWith("9,numbers,,,import.row_not_stored,", Assert.Single(await RejectsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_heading_that_differs_is_named_before_anything_is_done()
    {
        var (map, _) = await FilesAsync("");
        var refusal = (await ImportAsync("customers", await WriteAsync("w.csv", "id,v,nmae,tier,email,born,due\n1,1,Ann,0,,,1\n"), map)).Refusal!;
        Assert.Equal("import.header_differs", refusal.Code);
        Assert.Equal(0, await InDatabaseAsync(db => db.Set<ImportRun>().CountAsync(Ct)));
    }

    [Fact]
    public async Task A_kind_that_the_map_does_not_make_is_refused()
    {
        var (map, file) = await FilesAsync("1,1,Ann,3,,,\n");
        Assert.Equal("import.kind_not_in_map", (await ImportAsync("usage", file, map)).Refusal?.Code);
    }

    [Fact]
    public async Task A_field_of_ten_megabytes_costs_its_row_alone()
    {
        var (map, file) = await FilesAsync($"1,1,Ann,3,,,\n2,1,{new string('x', 10_000_000)},0,,,1\n3,1,Cy,0,,,1\n");
        var totals = (await ImportAsync("customers", file, map)).Value.Totals;
        Assert.Equal(2, totals.Kinds["customers"].Added);
        var reject = Assert.Single(await RejectsAsync());
        Assert.Contains("import.value.too_long", reject, StringComparison.Ordinal);
        Assert.True(reject.Length < 300);
    }

    [Fact]
    public async Task Script_and_SQL_in_a_field_are_only_text()
    {
        const string name = "'; DROP TABLE customers_parties; --<script>alert(1)</script>";
        var (map, file) = await FilesAsync($"1,1,{name},3,,,\n");
        Assert.True((await ImportAsync("customers", file, map)).Succeeded);
        Assert.Equal(name, await InDatabaseAsync(db => db.Set<Party>().Select(p => p.Name).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Every_batch_leaves_its_mark_in_the_audit_log()
    {
        var (map, file) = await FilesAsync("1,1,Ann,3,,,\n");
        await ImportAsync("customers", file, map);
        var acts = await InDatabaseAsync(db => db.Set<AuditEntry>().Where(a => a.ObjectKind == "import").OrderBy(a => a.Id).Select(a => a.Act).ToListAsync(Ct));
        Assert.Equal(["records_imported", "records_imported", "import_finished"], acts); // what depends on no row, the rows, the end
    }

    async Task<(string Map, string File)> FilesAsync(string rows) => (await WriteAsync("map.json", People), await WriteAsync("people.csv", Heading + rows));

    sealed class Each(Action<ImportProgress> act) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => act(value);
    }
}

public sealed class Importing_files_on_SQLite() : Importing_files(DatabaseKind.Sqlite);
public sealed class Importing_files_on_PostgreSQL() : Importing_files(DatabaseKind.Postgres);
