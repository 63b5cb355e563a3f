using Wangting.ClusterTests.Payments;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ClusterTests.Operating;

/// <summary>A catalogue by the command line as docs/billing.md tells it: in, on sale, out, and in again unchanged.</summary>
public abstract class A_catalogue_by_the_command_line(DatabaseKind kind) : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("wangting-catalogue-").FullName;
    TestDatabase? database;

    const string Plans = """
        taxes: [{ class: value-added, rates: [{ from: 2020-01-01, rate: 6% }] }]
        offers:
          - code: p
            kind: plan
            name: { zh-CN: 畅享, en: Comfort }
            versions:
              - number: 1
                from: 2026-01-01
                recurring: [{ code: fee, name: { zh-CN: 月费, en: Fee }, amount: 29.00 }]
                usage: [{ code: data, name: D, of: { kind: data }, block: 1 GB, price: 5, tax: value-added }]

        """;

    const string AddOns = "offers:\n  - { code: a, kind: add-on, name: A, versions: [{ number: 1, from: 2026-01-01, rules: { requires: [p] } }] }\n";

    [Fact]
    public async Task Comes_in_goes_on_sale_and_comes_out_as_what_imports_unchanged()
    {
        var (plans, addOns, out1) = (Path.Combine(folder, "plans.yaml"), Path.Combine(folder, "add-ons.yaml"), Path.Combine(folder, "out.yaml"));
        await File.WriteAllTextAsync(plans, Plans, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(addOns, AddOns, TestContext.Current.CancellationToken);

        Assert.Contains("There is no offer “p”", (await RunAsync(2, "check", addOns)).Trim(), StringComparison.Ordinal);
        Assert.Equal("2 offers with 2 versions: nothing is wrong.", (await RunAsync(0, "check", plans, addOns)).Trim());
        Assert.Contains("p version 1 waits to be published.", await RunAsync(0, "import", plans), StringComparison.Ordinal);
        Assert.Contains("a version 1 is on sale", await RunAsync(0, "import", addOns, "--publish"), StringComparison.Ordinal);
        Assert.Contains("p version 1 is on sale", await RunAsync(0, "publish", "--all"), StringComparison.Ordinal);
        Assert.Contains("Nothing waits", await RunAsync(0, "publish", "--all"), StringComparison.Ordinal);
        Assert.Contains("version 1  on sale", await RunAsync(0, "list"), StringComparison.Ordinal);

        await File.WriteAllTextAsync(plans, Plans.Replace("29.00", "39.00", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Contains("Version 1 of p is or was on sale", await RunAsync(3, "import", plans), StringComparison.Ordinal);

        Assert.Contains("2 offers with 2 versions written to", await RunAsync(0, "export", out1), StringComparison.Ordinal);
        await RunAsync(0, "check", out1);
        Assert.Contains("0 new, 0 changed, 2 unchanged.", await RunAsync(0, "import", out1), StringComparison.Ordinal);
        Assert.Contains("There is no offer nowhere.", await RunAsync(3, "publish", "nowhere"), StringComparison.Ordinal);
        Assert.Contains("there is none to go back to", await RunAsync(3, "rollback", "p"), StringComparison.Ordinal);
        Assert.Contains("p version 1 is off sale", await RunAsync(0, "withdraw", "p", "1"), StringComparison.Ordinal);
    }

    async Task<string> RunAsync(int wanted, params string[] arguments)
    {
        var (code, said) = await OwnProcess.WangtingAsync(database!.Settings, ["catalogue", .. arguments, "--language", "en"]);
        Assert.True(code == wanted, $"{string.Join(' ', arguments)}: {code}: {said}");
        return said;
    }

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync(kind);

    public async ValueTask DisposeAsync()
    {
        if (database is not null) await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}

public sealed class A_catalogue_by_the_command_line_on_SQLite() : A_catalogue_by_the_command_line(DatabaseKind.Sqlite);

public sealed class A_catalogue_by_the_command_line_on_PostgreSQL() : A_catalogue_by_the_command_line(DatabaseKind.Postgres);
