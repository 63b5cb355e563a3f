using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;

[assembly: HostingStartup(typeof(Wangting.ClusterTests.Payments.Faults))]

namespace Wangting.ClusterTests.Payments;

/// <summary>Comes into the real host from outside (ASPNETCORE_HOSTINGSTARTUPASSEMBLIES): a door by which a test pays
/// without signing in, and a place between any two steps of a payment where the process kills itself. Nothing of it is in
/// the product.</summary>
public sealed class Faults : IHostingStartup
{
    public const string DieAt = "FAULTS_DIE_AT";

    /// <summary>Every step of a payment, in order: each save before it, with all statements executed, and done; and the
    /// order to the gateway before it leaves and after its answer. (The second save is one statement and commits itself.)</summary>
    public static readonly string[] Steps =
    [
        "intent:saving", "intent:committing", "intent:saved", "order:leaving", "order:answered", "pending:saving", "pending:saved",
        "settled:saving", "settled:committing", "settled:saved",
    ];

    public void Configure(IWebHostBuilder builder)
    {
        if (Environment.GetEnvironmentVariable(DieAt) is not { } dieAt) return; // the tests' own process
        builder.ConfigureServices(services =>
        {
            services.AddSingleton(new Reaper(dieAt));
            services.AddSingleton<IStartupFilter, PayDoor>();
            services.ConfigureDbContext<SqlitePortalDbContext>((s, options) => options.AddInterceptors(new Saves(s.GetRequiredService<Reaper>()), new Commits(s.GetRequiredService<Reaper>())));
            services.ConfigureDbContext<PostgresPortalDbContext>((s, options) => options.AddInterceptors(new Saves(s.GetRequiredService<Reaper>()), new Commits(s.GetRequiredService<Reaper>())));
            services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(s => new Orders(s.GetRequiredService<Reaper>())));
        });
    }

    /// <summary>Kills the process (SIGKILL) at its step, once armed.</summary>
    sealed class Reaper(string dieAt)
    {
        public bool Armed { get; set; }

        public void Pass(string step)
        {
            if (Armed && step == dieAt) Process.GetCurrentProcess().Kill();
        }

        /// <summary>What a unit of work is about to store of a payment, or null.</summary>
        public static string? Doing(DbContext? db)
        {
            var changed = db?.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified).Select(e => (e.Metadata.ClrType.Name, e.State)).ToHashSet() ?? [];
            return changed.Contains(("LedgerTransaction", EntityState.Added)) ? "settled"
                : changed.Contains(("Payment", EntityState.Added)) ? "intent"
                : changed.Contains(("Payment", EntityState.Modified)) ? "pending" : null;
        }
    }

    sealed class Saves(Reaper reaper) : SaveChangesInterceptor
    {
        // One for all units of work of the process: others save while a payment does.
        readonly ConditionalWeakTable<DbContext, string?> doing = [];

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            // Kept for afterwards, when nothing is "changed" any more.
            if (eventData.Context is not { } db) return base.SavingChangesAsync(eventData, result, cancellationToken);
            doing.AddOrUpdate(db, Reaper.Doing(db));
            reaper.Pass(Reaper.Doing(db) + ":saving");
            return base.SavingChangesAsync(eventData, result, cancellationToken);
        }

        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (eventData.Context is { } db && doing.TryGetValue(db, out var done)) reaper.Pass(done + ":saved");
            return base.SavedChangesAsync(eventData, result, cancellationToken);
        }
    }

    sealed class Commits(Reaper reaper) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(System.Data.Common.DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            reaper.Pass(Reaper.Doing(eventData.Context) + ":committing");
            return base.TransactionCommittingAsync(transaction, eventData, result, cancellationToken);
        }
    }

    sealed class Orders(Reaper reaper) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var ordering = request.Method == HttpMethod.Post && request.RequestUri?.AbsolutePath == "/v1/payments";
            if (ordering) reaper.Pass("order:leaving");
            var response = await base.SendAsync(request, cancellationToken);
            if (ordering) reaper.Pass("order:answered");
            return response;
        }
    }

    /// <summary><c>POST /faults/pay?account=…&amp;amount=…&amp;key=…</c>: the two operations of a payment, as the pay journey calls them.
    /// <c>/faults/home?number=…</c> is what its user is shown; <c>/faults/arm</c> arms what no payment of ours leads to.</summary>
    sealed class PayDoor(Reaper reaper) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Map("/faults/pay", pay => pay.Run(PayAsync));
            app.Map("/faults/home", home => home.Run(HomeAsync));
            app.Map("/faults/arm", arm => arm.Run(http => { reaper.Armed = true; return http.Response.WriteAsync("armed"); }));
            app.Map("/faults/ready", ready => ready.Run(http => http.Response.WriteAsync("ready")));
            next(app);
        };

        /// <summary>What the home page shows to the user of a number.</summary>
        static async Task HomeAsync(HttpContext http)
        {
            var services = http.RequestServices;
            var user = await services.GetRequiredService<FindLineUserHandler>().HandleAsync(new(http.Request.Query["number"]!, Channel.Terminal), http.RequestAborted);
            var home = (await services.GetRequiredService<ViewHomeHandler>().HandleAsync(new ViewHome(), user, http.RequestAborted)).Value;
            await http.Response.WriteAsJsonAsync(new { available = home.Available?.Minor, outstanding = home.Outstanding.Minor, account = home.Chosen?.AccountNumber, home.Freshness?.AsOf, home.Freshness?.Failed });
        }

        async Task PayAsync(HttpContext http)
        {
            var query = http.Request.Query;
            reaper.Armed |= query["arm"] == "yes";
            var services = http.RequestServices;
            var intent = await services.GetRequiredService<StartPaymentHandler>().HandleAsync(new StartPayment(query["account"]!, new Money(long.Parse(query["amount"]!,
                System.Globalization.CultureInfo.InvariantCulture)), null, query["key"]!), Caller.System, http.RequestAborted);
            if (!intent.Succeeded)
            {
                http.Response.StatusCode = 409;
                await http.Response.WriteAsync(intent.Refusal!.Code);
                return;
            }
            var page = await services.GetRequiredService<RequestPaymentPageHandler>().HandleAsync(new RequestPaymentPage(intent.Value.Id), Caller.System, http.RequestAborted);
            await http.Response.WriteAsync($"{intent.Value.Id:N} {(page.Succeeded ? page.Value.State : page.Refusal!.Code)}");
        }
    }
}
