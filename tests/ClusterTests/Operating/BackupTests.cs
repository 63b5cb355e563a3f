using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wangting.ClusterTests.Payments;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Storage.Backups;
using Wangting.Tests;

namespace Wangting.ClusterTests.Operating;

public sealed class A_backup_of_a_serving_hall : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("wangting-backup-").FullName;
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Taken_while_customers_pay_is_whole_and_opens_elsewhere()
    {
        await using var town = await Town.BuildAsync(DatabaseKind.Sqlite);
        await town.StartNodeAsync(town.FirstNode);
        await town.BehaveAsync(new { decide = "approve" });
        using var enough = new CancellationTokenSource();
        var (paid, some) = (0, new TaskCompletionSource());
        var paying = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                Assert.NotNull(await town.PayAsync(town.FirstNode, town.Accounts[paid % town.Accounts.Count], 100, $"while-copied-{paid}"));
                if (++paid == 5) some.SetResult();
            }
        }, Ct);
        await Task.WhenAny(some.Task, paying);

        var (code, said) = await OwnProcess.WangtingAsync(town.Settings, "backup", folder, "--language", "en");
        var before = paid;
        await enough.CancelAsync();
        await paying;

        Assert.True(code == 0, said);
        Assert.Contains("is opened by master key", said, StringComparison.Ordinal);
        Assert.True(before > 5, "Nobody paid while the copy was made.");
        var copy = Assert.Single(Directory.GetFiles(folder, "*.db"));
        Assert.Equal([copy, copy + ".json"], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));

        var elsewhere = new Dictionary<string, string?>(town.Settings) { ["Database:ConnectionString"] = $"Data Source={PathOf("elsewhere.db")}" };
        (code, said) = await OwnProcess.WangtingAsync(elsewhere, "restore", copy);
        Assert.True(code == 0, said);
        await AssertWholeAsync(elsewhere);
        var rows = JsonNode.Parse(await File.ReadAllTextAsync(copy + ".json", Ct))!["rows"]!;
        Assert.Equal((long)rows["billing_payments"]!, await CountAsync(PathOf("elsewhere.db"), "SELECT count(*) FROM billing_payments"));
        Assert.InRange(await CountAsync(PathOf("elsewhere.db"), "SELECT count(*) FROM billing_payments WHERE idempotency_key LIKE 'while-copied-%'"), 5, before + 1);

        // Over a database that is there, and one that is served from.
        Assert.Contains("--replace", await RefusalAsync(elsewhere, new(copy, Replace: false)), StringComparison.Ordinal);
        Assert.Contains("is in use", await RefusalAsync(town.Settings, new(copy, Replace: true)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_is_changed_cut_off_or_of_another_key_is_refused_before_anything_changes()
    {
        var (settings, copy) = await CopyAsync();
        var elsewhere = new Dictionary<string, string?>(settings) { ["Database:ConnectionString"] = $"Data Source={PathOf("new.db")}" };
        MasterKeyFile.Make(PathOf("other-key"));
        var byOtherKey = new Dictionary<string, string?>(elsewhere) { ["Keys:MasterKeyFile"] = PathOf("other-key") };
        Assert.Contains("was wrapped by master key", await RefusalAsync(byOtherKey, new(copy, false)), StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(copy, Ct);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(copy, bytes, Ct);
        Assert.Contains("is not what its manifest says", await RefusalAsync(elsewhere, new(copy, false)), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(copy, bytes[..^4096], Ct);
        Assert.Contains("cut off", await RefusalAsync(elsewhere, new(copy, false)), StringComparison.Ordinal);
        File.Delete(copy + ".json");
        Assert.Contains("not a whole backup", await RefusalAsync(elsewhere, new(copy, false)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder, "new.db*"));
    }

    [Fact]
    public async Task Killed_while_it_is_put_back_leaves_the_old_or_the_new()
    {
        var (settings, copy) = await CopyAsync();
        var target = PathOf("target.db");
        settings["Database:ConnectionString"] = $"Data Source={target}";
        for (var kill = 0; kill < 4; kill++)
        {
            await File.WriteAllBytesAsync(target, [], Ct);
            await using (var old = new SqliteConnection($"Data Source={target};Pooling=False"))
            {
                await old.OpenAsync(Ct);
                await using var command = old.CreateCommand();
                command.CommandText = "PRAGMA journal_mode = WAL; CREATE TABLE old (x); INSERT INTO old VALUES (7)";
                await command.ExecuteNonQueryAsync(Ct);
            }
            await using var restoring = OwnProcess.Start("wangting.dll", ["restore", copy, "--replace"], OwnProcess.AsEnvironment(settings));
            // Each time a little further: as the copy arrives, grows, or what was there is put aside.
            while (!restoring.IsDead && !(kill % 2 == 0 ? File.Exists(target + ".restoring") : Directory.GetFiles(folder, "target.db.before-*").Length > 0)) await Task.Delay(2, Ct);
            await restoring.KillAsync();

            var isOld = await CountAsync(target, "SELECT count(*) FROM sqlite_master WHERE name = 'old'") == 1;
            if (isOld) Assert.Equal(7, await CountAsync(target, "SELECT x FROM old"));
            else Assert.True(await CountAsync(target, "SELECT count(*) FROM customers_parties") > 0);
            foreach (var kept in Directory.GetFiles(folder, "target.db.before-*")) File.Delete(kept);
        }

        var (code, said) = await OwnProcess.WangtingAsync(settings, "restore", copy, "--replace");
        Assert.True(code == 0, said);
        await AssertWholeAsync(settings);
        Assert.Single(Directory.GetFiles(folder, "target.db.before-*"));
    }

    /// <summary>As docs/operating.md says it for PostgreSQL.</summary>
    [Fact]
    public async Task On_PostgreSQL_is_dumped_and_restored_by_its_own_tools()
    {
        await using var town = await Town.BuildAsync(DatabaseKind.Postgres);
        await town.StartNodeAsync(town.FirstNode);
        await town.BehaveAsync(new { decide = "approve" });
        var paying = Parallel.ForAsync(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (i, _) => await town.PayAsync(town.FirstNode, town.Accounts[i % town.Accounts.Count], 100 + i, $"dumped-{i:D2}"));
        var own = new NpgsqlConnectionStringBuilder(town.Settings["Database:ConnectionString"]);
        var server = new Dictionary<string, string?> { ["PGHOST"] = own.Host, ["PGPORT"] = own.Port.ToString(CultureInfo.InvariantCulture), ["PGUSER"] = own.Username, ["PGPASSWORD"] = own.Password };
        var copy = PathOf("wangting.dump");
        var restored = "restored_" + own.Database![^12..];

        await ToolAsync("pg_dump", server, "--format=custom", "--file=" + copy, own.Database!);
        await paying;
        await ToolAsync("createdb", server, restored);
        try
        {
            await ToolAsync("pg_restore", server, "--no-owner", "--exit-on-error", "--dbname=" + restored, copy);
            var elsewhere = new Dictionary<string, string?>(town.Settings) { ["Database:ConnectionString"] = new NpgsqlConnectionStringBuilder(own.ConnectionString) { Database = restored, Pooling = false }.ConnectionString };
            await AssertWholeAsync(elsewhere);
            Assert.Contains("pg_dump", (await OwnProcess.WangtingAsync(elsewhere, "backup", folder)).Said, StringComparison.Ordinal);
        }
        finally { await ToolAsync("dropdb", server, "--force", restored); }
    }

    // The sums add up, the chain holds, and every closed column opens.
    static async Task AssertWholeAsync(Dictionary<string, string?> settings)
    {
        foreach (var command in (string[][])[["verify", "ledger"], ["verify", "audit"], ["generate", "hash"]])
        {
            var (code, said) = await OwnProcess.WangtingAsync(settings, command);
            Assert.True(code == 0, $"{string.Join(' ', command)}: {said}");
        }
    }

    async Task<(Dictionary<string, string?> Settings, string Copy)> CopyAsync()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        MasterKeyFile.Make(PathOf("key"));
        var settings = new Dictionary<string, string?>(database.Settings) { ["Keys:MasterKeyFile"] = PathOf("key") };
        using var hall = Hall.BuildForCommand(settings);
        await Storage.Demo.DemoData.SeedDemoAsync(hall.Services, Ct);
        await using var scope = hall.Services.CreateAsyncScope();
        return (settings, (await scope.ServiceProvider.GetRequiredService<BackUpHandler>().HandleAsync(new(PathOf("copy.db")), Ct)).File);
    }

    static async Task<string> RefusalAsync(Dictionary<string, string?> settings, Restore command)
    {
        using var hall = Hall.BuildForCommand(settings);
        await using var scope = hall.Services.CreateAsyncScope();
        return (await Assert.ThrowsAsync<SetupProblem>(() => scope.ServiceProvider.GetRequiredService<RestoreHandler>().HandleAsync(command, Ct))).Message;
    }

    static async Task ToolAsync(string tool, Dictionary<string, string?> server, params string[] arguments)
    {
        var (code, said) = await OwnProcess.RunAsync(tool, arguments, server);
        Assert.True(code == 0, $"{tool}: {said}");
    }

    static async Task<long> CountAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }

    string PathOf(string name) => Path.Combine(folder, name);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
