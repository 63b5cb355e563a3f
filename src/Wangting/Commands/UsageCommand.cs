using System.CommandLine;
using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.Commands;

/// <summary><c>wangting usage parked|retry</c>: events of use that could not be taken as they came. Exit code of <c>retry</c>:
/// 0 when nothing waits any more, 4 when some do.</summary>
internal static class UsageCommand
{
    const int SomeWait = 4;

    public static Command Command()
    {
        var reason = new Option<string?>("--reason") { Description = "Only those that wait for this, such as line.not_known." };
        var id = new Option<Guid?>("--id") { Description = "Only this one." };
        var parked = new Command("parked", "List events of use that wait, with the reason.") { reason, Words.Option };
        parked.SetAction((parsed, ct) => RunAsync<ListParkedUsageHandler>(async (list, host) =>
        {
            var asked = new ListParkedUsage(parsed.GetValue(reason));
            var page = (await list.HandleAsync(asked, Caller.System, ct)).Value;
            foreach (var (why, count) in page.Reasons) Words.Say(host, parsed, "usage.cli.reason", ("count", count), ("reason", why), ("says", Text.Of(why)));
            if (page.Reasons.Count == 0) Words.Say(host, parsed, "usage.cli.none");
            for (; ; page = (await list.HandleAsync(asked with { After = page.Next }, Caller.System, ct)).Value)
            {
                foreach (var e in page.Events)
                    Words.Say(host, parsed, e.Cancels is null ? "usage.cli.event" : "usage.cli.cancellation", ("id", e.Id), ("reason", e.Reason), ("source", e.Source), ("sourceId", e.SourceId), ("line", e.Named ?? "–"), ("at", e.StartedAt), ("seen", e.FirstSeenAt), ("cancels", e.Cancels));
                if (page.Next is null) return 0;
            }
        }, ct));
        var retry = new Command("retry", "Try events that wait again: all, those of one reason, or one.") { reason, id, Words.Option };
        retry.SetAction((parsed, ct) => RunAsync<RetryParkedUsageHandler>(async (again, host) =>
        {
            if ((await again.HandleAsync(new(parsed.GetValue(reason), parsed.GetValue(id)), Caller.System, ct)).IsRefused(out var why, out var done))
            {
                Console.Error.WriteLine(host.Services.GetRequiredService<Texts>().Say(Words.Language(parsed), why));
                return 1;
            }
            Words.Say(host, parsed, "usage.cli.retried", ("taken", done.Taken));
            foreach (var (code, count) in done.Still) Words.Say(host, parsed, "usage.cli.reason", ("count", count), ("reason", code), ("says", Text.Of(code)));
            return done.Still.Count == 0 ? 0 : SomeWait;
        }, ct));
        return new Command("usage", "Events of use that could not be taken as they came.") { parked, retry };
    }

    static async Task<int> RunAsync<T>(Func<T, IHost, Task<int>> act, CancellationToken ct) where T : notnull
    {
        using var host = Hall.BuildForCommand();
        await host.Services.PrepareAsync(migratePostgres: false, ct);
        await using var scope = host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<T>(), host);
    }
}
