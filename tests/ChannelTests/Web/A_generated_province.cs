using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Storage.Synthetic;

namespace Wangting.ChannelTests.Web;

public abstract class A_generated_province(DatabaseKind kind) : RunningHall
{
    protected override DatabaseKind Kind => kind;

    protected override async Task FillAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var last = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime.AddHours(8)).AddMonths(-1);
        var made = await scope.ServiceProvider.GetRequiredService<GenerateProvinceHandler>().HandleAsync(new GenerateProvince(80, 7, 3, last), Caller.System, null, default);
        Assert.Null(made.Refusal);
    }

    [Fact]
    public async Task Is_a_hall_like_any_other_for_who_lives_there()
    {
        // Somebody with a mobile line of their own who owes the last bill.
        var owed = await FindAsync();
        using var visitor = Visit();
        await visitor.SignInAsync(owed.Number);

        var home = await visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, home.Status);
        Assert.Contains(owed.Number[^4..], home.Words, StringComparison.Ordinal);
        Assert.Contains((owed.Outstanding / 100m).ToString("N2", CultureInfo.InvariantCulture), home.Words, StringComparison.Ordinal);
        foreach (var page in (string[])["/bills", "/usage", "/bills/" + owed.Bill])
        {
            var shown = await visitor.GetAsync(page);
            Assert.True(shown.Status == HttpStatusCode.OK, $"{page}: {shown.Status} {shown.Words}");
        }
    }

    async Task<Owed> FindAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Database.SqlQueryRaw<Owed>("""
            SELECT b.number AS "Bill", b.outstanding AS "Outstanding", t.value AS "Known" FROM billing_bills b
            JOIN subscriptions_lines l ON l.account_id = b.account_id AND l.user_person_id IS NULL
            JOIN subscriptions_tenures t ON t.line_id = l.id AND t."to" IS NULL AND t.kind = 'Mobile'
            WHERE b.state = 'Issued' ORDER BY b.period_from DESC, b.number LIMIT 1
            """).SingleAsync(TestContext.Current.CancellationToken);
    }

    sealed record Owed(string Bill, long Outstanding, string Known)
    {
        public string Number => Known[3..];
    }
}

public sealed class A_generated_province_on_SQLite() : A_generated_province(DatabaseKind.Sqlite);

public sealed class A_generated_province_on_PostgreSQL() : A_generated_province(DatabaseKind.Postgres);
