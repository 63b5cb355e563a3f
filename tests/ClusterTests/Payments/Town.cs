using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Storage.Demo;
using Wangting.Subscriptions;
using Wangting.Tests;

namespace Wangting.ClusterTests.Payments;

/// <summary>A hall of one or more nodes on one database, and a bank: each a process that can be killed. The demo's
/// customers live here.</summary>
public sealed class Town : IAsyncDisposable
{
    const string Secret = "a secret of the town's";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    readonly TestDatabase database;
    readonly string folder = Directory.CreateTempSubdirectory("wangting-town-").FullName;
    readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    readonly Dictionary<int, OwnProcess> nodes = [];
    readonly int bankPort = OwnProcess.FreePort(), notifyPort = OwnProcess.FreePort();
    OwnProcess? bank;
    IHost? office;
    long takenBefore;

    readonly IReadOnlyDictionary<string, string?> more;

    Town(TestDatabase database, IReadOnlyDictionary<string, string?>? more) => (this.database, this.more) = (database, more ?? new Dictionary<string, string?>());

    public IReadOnlyList<string> Accounts { get; private set; } = [];

    /// <summary>The port of the node that gateways notify.</summary>
    public int FirstNode => notifyPort;

    /// <summary>Of that node.</summary>
    public Uri Address => new($"http://127.0.0.1:{notifyPort}");

    /// <param name="settings">Beside those of every town.</param>
    /// <param name="fill">What is done to the demo's data before anybody comes.</param>
    public static async Task<Town> BuildAsync(DatabaseKind kind, IReadOnlyDictionary<string, string?>? settings = null, Func<PortalDbContext, Task>? fill = null)
    {
        var town = new Town(await TestDatabase.CreateAsync(kind), settings);
        MasterKeyFile.Make(town.KeyFile);
        town.office = Hall.BuildForCommand(town.Settings);
        await town.office.Services.SeedDemoAsync(CancellationToken.None);
        if (fill is not null) await town.InOfficeAsync(async s => { await fill(s.GetRequiredService<PortalDbContext>()); return true; });
        town.Accounts = [.. (await town.InOfficeAsync(s => s.GetRequiredService<ListLines>().HandleAsync(Right.Pay, Caller.System, CancellationToken.None)))
            .Select(l => l.AccountNumber).Distinct().Order(StringComparer.Ordinal)];
        town.takenBefore = await town.SettledAsync();
        await town.StartBankAsync();
        return town;
    }

    public string KeyFile => Path.Combine(folder, "master-key");

    /// <summary>What every node of this town is told.</summary>
    public Dictionary<string, string?> Settings => new(database.Settings.Concat(more))
    {
        ["Keys:MasterKeyFile"] = KeyFile,
        ["Payments:PublicAddress"] = $"http://127.0.0.1:{notifyPort}",
        ["Payments:ReconcileSeconds"] = "1",
        ["Payments:Sandbox:Address"] = $"http://127.0.0.1:{bankPort}",
        ["Payments:Sandbox:Secret"] = Secret,
        ["Logging:LogLevel:Default"] = "Error",
    };

    public async Task StartBankAsync()
    {
        if (bank is not null) await bank.DisposeAsync();
        bank = OwnProcess.Start("Wangting.SandboxGateway.dll", ["--address", $"http://127.0.0.1:{bankPort}", "--secret", $"wangting={Secret}", "--journal", Path.Combine(folder, "bank.jsonl")]);
        await UntilAsync("the bank is open", async () => (await http.GetAsync(Bank("/control/behaviour"))).IsSuccessStatusCode, bank);
    }

    public Task KillBankAsync() => bank!.KillAsync();

    /// <summary>Starts a node that kills itself at a step once armed; empty: never.</summary>
    public async Task<OwnProcess> StartNodeAsync(int port, string dieAt = "", IReadOnlyDictionary<string, string?>? settings = null)
    {
        if (nodes.Remove(port, out var former)) await former.DisposeAsync();
        var environment = OwnProcess.AsEnvironment(Settings.Concat(settings ?? new Dictionary<string, string?>()).ToDictionary());
        environment["Urls"] = $"http://127.0.0.1:{port}";
        environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = "Wangting.ClusterTests";
        environment[Faults.DieAt] = dieAt;
        var node = nodes[port] = OwnProcess.Start("wangting.dll", ["serve"], environment, withTests: true);
        await UntilAsync($"the node on {port} is open", async () => (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/faults/ready"))).IsSuccessStatusCode, node);
        return node;
    }

    /// <summary>Pays at a node. Null when the node died before it could answer.</summary>
    public async Task<string?> PayAsync(int port, string account, long amount, string key, bool arm = false)
    {
        try
        {
            using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/faults/pay?account={account}&amount={amount}&key={key}{(arm ? "&arm=yes" : "")}"), null);
            return await answer.Content.ReadAsStringAsync();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public Task<JsonNode> MovementsAsync() => http.GetFromJsonAsync<JsonNode>(Bank("/control/movements"))!;

    public async Task ApproveAllAsync()
    {
        foreach (var payment in (await MovementsAsync())["payments"]!.AsArray())
            if ((string?)payment!["state"] == "pending") using (await http.PostAsync(Bank($"/control/payments/{payment["merchantReference"]}/approve"), null)) { }
    }

    public async Task BehaveAsync(object behaviour)
    {
        using var answer = await http.PostAsJsonAsync(Bank("/control/behaviour"), behaviour);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What the hall has booked from the bank since the town was built.</summary>
    public async Task<long> BookedAsync() => await SettledAsync() - takenBefore;

    /// <summary>Waits until both sides say the same, then proves the books.</summary>
    public async Task AssertSameOnBothSidesAsync(long expected)
    {
        Assert.Equal(expected, (long)(await MovementsAsync())["approvedMinor"]!);
        await UntilAsync($"the hall has booked {expected}", async () => await BookedAsync() >= expected);
        Assert.Equal(expected, await BookedAsync());
        var verdict = (await InOfficeAsync(s => s.GetRequiredService<VerifyLedger>().HandleAsync(Caller.System, CancellationToken.None))).Value;
        Assert.Null(verdict.Wrong);
    }

    Task<long> SettledAsync() => InOfficeAsync(s => s.GetRequiredService<PortalDbContext>().Database
        .SqlQuery<long>($"SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS \"Value\" FROM billing_payments WHERE state = 'Settled' AND gateway = 'sandbox'").SingleAsync());

    public async Task<T> InOfficeAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = office!.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    public static async Task UntilAsync(string what, Func<Task<bool>> holds, OwnProcess? alive = null)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                if (await holds()) return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
            if (alive is { IsDead: true } || since.Elapsed > Patience) Assert.Fail($"Waited {since.Elapsed.TotalSeconds:0} s until {what}. {alive?.Said}");
        }
    }

    Uri Bank(string path) => new($"http://127.0.0.1:{bankPort}{path}");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes.Values) await node.DisposeAsync();
        if (bank is not null) await bank.DisposeAsync();
        office?.Dispose();
        http.Dispose();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
