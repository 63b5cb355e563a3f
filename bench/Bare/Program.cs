using System.Globalization;
using Npgsql;
using Wangting.Bare;

// The bare server beside which the hall is measured: one page, one query, and nothing around them.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddRazorComponents();
builder.Services.AddSingleton(new Page.Size(int.Parse(builder.Configuration["Page:Bytes"] ?? "15000", CultureInfo.InvariantCulture)));
if (builder.Configuration["Database"] is { } database) builder.Services.AddSingleton(_ => new NpgsqlDataSourceBuilder(database).Build());
var app = builder.Build();
app.UseAntiforgery();
app.MapRazorComponents<Page>();

// Prepared once for each connection by Npgsql itself: the statement is then a name.
app.MapGet("/balance/{id:guid}", async (Guid id, NpgsqlDataSource source, HttpContext http) =>
{
    await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
    await using var command = new NpgsqlCommand("""
        SELECT a.number, a.name, COALESCE((SELECT sum(b.balance) FROM billing_buckets b WHERE b.account_id = a.id), 0)::bigint,
            COALESCE((SELECT sum(l.outstanding) FROM billing_bills l WHERE l.account_id = a.id AND l.state <> 'Paid'), 0)::bigint
        FROM customers_accounts a WHERE a.id = $1
        """, connection);
    command.Parameters.AddWithValue(id);
    await command.PrepareAsync(http.RequestAborted);
    await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
    return await reader.ReadAsync(http.RequestAborted)
        ? Results.Ok(new Balance(id, reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3)))
        : Results.NotFound();
});
app.Run();

sealed record Balance(Guid Id, string Number, string? Name, long Funds, long Outstanding);
