using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Npgsql;
using Wangting.ClusterTests.Payments;
using Wangting.Doctor;
using Wangting.Kernel;
using Wangting.SandboxGateway;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ClusterTests.Operating;

/// <summary>`wangting doctor` on a hall that is well, and on the same hall with one thing broken at a time.</summary>
public sealed class A_self_check : IAsyncLifetime
{
    const string Secret = "between hall and bank", Private = "Notices:Kannel:Password";
    readonly string folder = Directory.CreateTempSubdirectory("wangting-doctor-").FullName;
    readonly int port = OwnProcess.FreePort(), nobody = OwnProcess.FreePort();
    TestDatabase database = null!;
    WebApplication bank = null!;
    Dictionary<string, string?> well = null!;
    string file = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        MasterKeyFile.Make(PathOf("key"));
        bank = SandboxGatewayApp.Build(new GatewayOptions { Address = new Uri("http://127.0.0.1:0"), Secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["wangting"] = Secret } });
        await bank.StartAsync();
        var address = SandboxGatewayApp.AddressOf(bank);
        well = new(database.Settings)
        {
            ["Urls"] = $"http://127.0.0.1:{port}",
            ["Keys:MasterKeyFile"] = PathOf("key"),
            ["OpenId:Issuer"] = "https://hall.example.org",
            ["Payments:PublicAddress"] = "https://hall.example.org",
            ["Payments:Sandbox:Address"] = address.ToString(),
            ["Payments:Sandbox:Secret"] = Secret,
            ["Web:Security:FormTargets:0"] = address.GetLeftPart(UriPartial.Authority),
            ["Logging:LogLevel:Default"] = "None",
        };
    }

    [Fact]
    public async Task Finds_nothing_wrong_with_a_hall_that_serves()
    {
        await using var hall = await ServeAsync();
        Assert.Empty(await CodesAsync(well));
    }

    [Fact]
    public async Task Finds_each_fault_in_settings_and_at_gateways()
    {
        await (await ServeAsync()).DisposeAsync();
        await FindsAsync("setting_wrong", ("Operator:Nmae", "x"));
        await FindsAsync("setting_wrong", ("Operating:DrainSeconds", "long"));
        await FindsAsync("setting_wrong", ("Payments:ExpireMinutes", "0"));
        await FindsAsync("not_https", ("Payments:PublicAddress", "http://hall.example.org"));
        await FindsAsync("no_issuer", ("OpenId:Issuer", null));
        await FindsAsync("form_target", ("Web:Security:FormTargets:0", "https://elsewhere.example.org"));
        await FindsAsync("makes_keys", ("Keys:MakeMasterKey", "true"));
        await FindsAsync("bank_signature", ("Payments:Sandbox:Secret", "another secret than theirs"));
        await FindsAsync("bank_away", ("Payments:Sandbox:Address", $"http://127.0.0.1:{nobody}"), ("Web:Security:FormTargets:0", $"http://127.0.0.1:{nobody}"));
        await FindsAsync("sms_away", ("Notices:Sms", "Kannel"), ("Notices:Kannel:Url", $"http://127.0.0.1:{nobody}/cgi-bin/sendsms"), ("Notices:Kannel:User", "hall"), (Private, "x"), ("Notices:Kannel:From", "10000"));
        await FindsAsync("sms_odd", ("Notices:Sms", "Kannel"), ("Notices:Kannel:Url", $"{well["Payments:Sandbox:Address"]}cgi-bin/sendsms"), ("Notices:Kannel:User", "hall"), (Private, "x"), ("Notices:Kannel:From", "10000"));
        await FindsAsync("mail_away", ("Notices:Mail", "Smtp"), ("Notices:Smtp:Host", "127.0.0.1"), ("Notices:Smtp:Port", $"{nobody}"), ("Notices:Smtp:From", "hall@example.org"));
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();
        Assert.Equal(["port_taken"], await CodesAsync(well));
    }

    [Fact]
    public async Task Finds_each_fault_of_keys_database_and_work()
    {
        await (await ServeAsync()).DisposeAsync();
        await FindsAsync("key_missing", ("Keys:MasterKeyFile", PathOf("nowhere")));
        MasterKeyFile.Make(PathOf("other"));
        await FindsAsync("key_other", ("Keys:MasterKeyFile", PathOf("other")));
        await File.WriteAllTextAsync(PathOf("other"), "not a key", Ct);
        await FindsAsync("key_unusable", ("Keys:MasterKeyFile", PathOf("other")));
        File.SetUnixFileMode(PathOf("other"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        await FindsAsync("key_open", ("Keys:MasterKeyFile", PathOf("other")));

        await FindsAsync("schedule_late", "UPDATE kernel_schedules SET next_due = '2020-01-01 00:00:00' WHERE name = 'notices.wipe'");
        await FindsAsync("schedule_failed", "UPDATE kernel_schedules SET next_due = '2099-01-01 00:00:00', last_error = 'IOException: it broke' WHERE name = 'notices.wipe'");
        await DoAsync("UPDATE kernel_schedules SET last_error = NULL");
        await FindsAsync("outbox_late", "INSERT INTO kernel_outbox (id, type, body, created_at, due_at, attempts) VALUES ('0193', 'Nobody', '{}', '2020-01-01 00:00:00', '2020-01-01 00:00:00', 1)");
        await FindsAsync("outbox_parked", "UPDATE kernel_outbox SET parked_at = '2020-01-01 00:00:00' WHERE id = '0193'");
        await DoAsync("DELETE FROM kernel_outbox");
        await FindsAsync("audit_unsealed", "INSERT INTO kernel_audit (id, at, actor_kind, actor_id, channel, act, object_kind, object_id) VALUES ('0193', '2020-01-01 00:00:00', 'System', '00000000-0000-0000-0000-000000000000', 'System', 'tested', 'test', '1')");
        await DoAsync("DELETE FROM kernel_audit WHERE object_kind = 'test'");
        await FindsAsync("backup_none", "UPDATE kernel_keys SET created_at = '2020-01-01 00:00:00' WHERE name = 'root'");
        await DoAsync("UPDATE kernel_keys SET created_at = (SELECT max(created_at) FROM kernel_keys) WHERE name = 'root'");
        await FindsAsync("database_newer", "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '10.0.0')");
        await DoAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '2999%'");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Equal(["database_open"], await CodesAsync(well));
        await FindsAsync("database_away", ("Database:ConnectionString", $"Data Source={PathOf("nowhere/wangting.db")}"));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await FindsAsync("database_absent", ("Database:ConnectionString", $"Data Source={PathOf("new.db")}"));
        await File.WriteAllTextAsync(PathOf("letter.db"), new string('x', 5000), Ct);
        await FindsAsync("database_away", ("Database:ConnectionString", $"Data Source={PathOf("letter.db")}"));
    }

    [Fact]
    public async Task Finds_each_fault_of_PostgreSQL()
    {
        await using var theirs = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        foreach (var (key, value) in theirs.Settings) well[key] = value;
        well["Keys:MasterKeyFile"] = PathOf("key");
        await (await ServeAsync()).DisposeAsync();
        var server = new NpgsqlConnectionStringBuilder(theirs.ConnectionString);
        // The throw-away server forgets on purpose: a real fault that needs no breaking.
        Assert.Equal(["database_forgetful"], await CodesAsync(well));
        await FindsAsync("database_away", ("Database:ConnectionString", new NpgsqlConnectionStringBuilder(server.ConnectionString) { Port = nobody }.ConnectionString));
        var role = "reader_" + server.Database![^12..];
        await TestDatabase.RunAsync(theirs.ConnectionString, $"CREATE ROLE {role} LOGIN PASSWORD 'x'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}");
        await FindsAsync("database_rights", ("Database:ConnectionString", new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = role, Password = "x", Pooling = false }.ConnectionString));
        await TestDatabase.RunAsync(theirs.ConnectionString, $"DROP OWNED BY {role}; DROP ROLE {role}");
        var ascii = "ascii_" + server.Database[^12..];
        await TestDatabase.RunAsync(TestDatabase.PostgresServer, $"CREATE DATABASE {ascii} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        try
        {
            var codes = await CodesAsync(With(("Database:ConnectionString", new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = ascii, Pooling = false }.ConnectionString)));
            Assert.Contains("database_encoding", codes);
            Assert.Contains("database_behind", codes);
        }
        finally { await TestDatabase.RunAsync(TestDatabase.PostgresServer, $"DROP DATABASE {ascii} WITH (FORCE)"); }
    }

    [Fact]
    public async Task Is_said_at_the_command_line_in_either_language_with_an_exit_code()
    {
        await (await ServeAsync()).DisposeAsync();
        // In a folder where others come to.
        var settings = Path.Combine(Path.GetTempPath(), $"wangting-doctor-{Guid.CreateVersion7():N}.json");
        try
        {
            await File.WriteAllTextAsync(settings, JsonSerializer.Serialize(new Dictionary<string, object> { ["Payments"] = new { Sandbox = new { Secret } } }), Ct);
            File.SetUnixFileMode(settings, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            var environment = new Dictionary<string, string?>(well) { ["WANGTING_SETTINGS"] = settings };

            var (code, said) = await OwnProcess.WangtingAsync(environment, "doctor", "--language", "zh");
            Assert.True(code == 1, said);
            Assert.Contains($"这台机器上谁都能读 {settings}", said, StringComparison.Ordinal);
            Assert.Contains("chmod 600", said, StringComparison.Ordinal);

            environment["Operator:Nmae"] = "x";
            (code, said) = await OwnProcess.WangtingAsync(environment, "doctor", "--json");
            Assert.True(code == 2, said);
            var first = JsonNode.Parse(said)!.AsArray()[0]!;
            Assert.Equal(("Fault", "setting_wrong", "Operator:Nmae"), ((string?)first["severity"], (string?)first["code"], (string?)first["where"]));
            Assert.Contains("Did you mean Operator:Name?", (string?)first["what"], StringComparison.Ordinal);
            Assert.All((string[])["why", "do"], part => Assert.DoesNotContain("[", (string?)first[part], StringComparison.Ordinal));
        }
        finally { File.Delete(settings); }
    }

    // A hall that has been open: its keys are made and its schedules have their times.
    async Task<WebApplication> ServeAsync()
    {
        var hall = Hall.Build([], well);
        await hall.MakeReadyAsync(Ct);
        await hall.StartAsync(Ct);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/sign-in"), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return hall;
    }

    Dictionary<string, string?> With(params (string Key, string? Value)[] broken)
    {
        var settings = new Dictionary<string, string?>(well);
        foreach (var (key, value) in broken) settings[key] = value;
        return settings;
    }

    async Task FindsAsync(string code, params (string Key, string? Value)[] broken) => Assert.Contains(code, await CodesAsync(With(broken)));

    async Task FindsAsync(string code, string sql)
    {
        await DoAsync(sql);
        Assert.Equal([code], await CodesAsync(well));
    }

    // What the machine under the test is like, its clock and its disk, is not the test's to say.
    static async Task<List<string>> CodesAsync(Dictionary<string, string?> settings) =>
        [.. (await Examination.RunAsync(settings, Ct)).Select(f => f.Code).Where(c => c is not ("clock_alone" or "memory_little"))];

    async Task DoAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(await command.ExecuteNonQueryAsync(Ct) > 0, sql);
    }

    string PathOf(string name) => Path.Combine(folder, name);

    public async ValueTask DisposeAsync()
    {
        await bank.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
