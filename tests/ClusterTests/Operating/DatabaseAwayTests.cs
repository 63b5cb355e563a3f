using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ClusterTests.Operating;

public sealed class A_database_that_disappears_and_comes_back : IAsyncLifetime
{
    TestDatabase database = null!;
    Relay relay = null!;
    WebApplication hall = null!;
    HttpClient http = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        var direct = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        relay = new Relay(direct.Host!, direct.Port);
        var through = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = relay.Port, Timeout = 3 };
        hall = Hall.Build([], new Dictionary<string, string?>(database.Settings)
        {
            ["Database:ConnectionString"] = through.ConnectionString,
            ["Urls"] = "http://127.0.0.1:0",
            ["Logging:LogLevel:Default"] = "None",
        });
        await hall.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(hall.Urls.First()) };
    }

    async Task<HttpStatusCode> AskAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
        return answer.StatusCode;
    }

    static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds()) await Task.Delay(100, patience.Token);
    }

    // Another session, past the relay: what the database holds whatever the node sees.
    async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }

    [Fact]
    public async Task Takes_the_node_out_of_service_and_back_in_by_itself_and_loses_nothing()
    {
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/health/ready"));

        relay.Cut();
        await UntilAsync(async () => await AskAsync("/health/ready") == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/health/live"));
        // Meanwhile another node puts something to be done.
        await TestDatabase.RunAsync(database.ConnectionString, $"INSERT INTO kernel_audit (id, at, actor_kind, actor_id, channel, act, object_kind, object_id) VALUES ('{Guid.CreateVersion7()}', now(), 'System', '{Guid.Empty}', 'System', 'tested', 'test', '1')");

        relay.Restore();
        await UntilAsync(async () => await AskAsync("/health/ready") == HttpStatusCode.OK);
        // The background work came back as well: the audit row gets its seal.
        await UntilAsync(async () => await CountAsync("SELECT count(*) FROM kernel_audit WHERE object_kind = 'test' AND sequence IS NOT NULL") == 1);
    }

    [Fact]
    public async Task A_save_that_was_cut_off_is_an_error_and_not_half_done()
    {
        await using var scope = hall.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        for (var i = 0; i < 3; i++) db.Audit(Caller.System, clock, "tested", "cut", $"{i}");
        await db.Database.OpenConnectionAsync(Ct);

        relay.Cut();
        await Assert.ThrowsAnyAsync<Exception>(() => db.SaveChangesAsync(Ct));

        Assert.Equal(0, await CountAsync("SELECT count(*) FROM kernel_audit WHERE object_kind = 'cut'"));
        relay.Restore();
        await UntilAsync(async () => await AskAsync("/health/ready") == HttpStatusCode.OK);
        await db.Database.CloseConnectionAsync();
        Assert.Equal(3, await db.SaveChangesAsync(Ct));
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (hall is not null) await hall.DisposeAsync();
        if (relay is not null) await relay.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }
}
