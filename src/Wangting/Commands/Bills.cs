using System.CommandLine;
using System.Globalization;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.Commands;

/// <summary><c>wangting bill run</c> and <c>bill runs</c>: bills the accounts of a cycle, and what runs came to (docs/billing.md).
/// Exit codes: 0 done, 1 the command itself was wrong, 2 refused, 3 some accounts could not be billed.</summary>
internal static class Bills
{
    const int Refused = 2, Incomplete = 3;

    public static Command Command() => new("bill", "Bills and the runs that make them.") { Run(), Runs(), Again() };

    static Command Run()
    {
        var month = new Option<string>("--month") { Description = "The month in which the period begins, as 2026-10.", Required = true };
        month.Validators.Add(result =>
        {
            if (Month(result.GetValueOrDefault<string?>()) is null) result.AddError("--month is a month such as 2026-10.");
        });
        var day = new Option<int>("--day") { Description = "The day of the month on which the periods of these accounts begin.", DefaultValueFactory = _ => 1 };
        var trial = new Option<bool>("--trial") { Description = "Count what would be billed and issue nothing." };
        var workers = new Option<int>("--workers") { Description = "How many parts are billed side by side.", DefaultValueFactory = _ => 1 };
        workers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64) result.AddError("--workers is 1 to 64.");
        });
        var command = new Command("run", "Bill the accounts of a cycle. A run that was stopped is carried on.") { month, day, trial, workers, Words.Option };
        command.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await host.Services.PrepareAsync(migratePostgres: false, ct);
            var (first, on) = (Month(parsed.GetValue(month))!.Value, parsed.GetValue(day));
            var begun = await InScopeAsync(host, s => s.GetRequiredService<StartBillRunHandler>().HandleAsync(new StartBillRun(on, on is >= 1 and <= 28 ? new DateOnly(first.Year, first.Month, on) : first, parsed.GetValue(trial)), Caller.System with { Channel = Channel.Terminal }, ct));
            if (begun.IsRefused(out var why, out var run))
            {
                await Console.Error.WriteLineAsync(host.Services.GetRequiredService<Texts>().Say(Words.Language(parsed), why));
                return Refused;
            }
            await host.Services.GetRequiredService<WorkOnRuns>().HandleAsync(run, parsed.GetValue(workers), ct);
            return await SayAsync(host, parsed, run, ct);
        });
        return command;
    }

    static Command Again()
    {
        var account = new Argument<string>("account") { Description = "The account's number." };
        var command = new Command("again", "Bill an account once more for its last cycle, after what was wrong was put right.") { account, Words.Option };
        command.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await host.Services.PrepareAsync(migratePostgres: false, ct);
            var caller = Caller.System with { Channel = Channel.Terminal };
            var done = await InScopeAsync(host, async s => await s.GetRequiredService<AccountByNumber>().FindAsync(parsed.GetValue(account)!, ct) is { } found
                ? await s.GetRequiredService<BillAgainHandler>().HandleAsync(new BillAgain(found), caller, ct) : Refusal.NotFound("account.not_found"));
            if (done.IsRefused(out var why, out var billed))
            {
                await Console.Error.WriteLineAsync(host.Services.GetRequiredService<Texts>().Say(Words.Language(parsed), why));
                return Refused;
            }
            Words.Say(host, parsed, billed.Revised == 0 ? "cycle.command.same" : "cycle.command.again", ("number", billed.Number), ("before", billed.Before), ("now", billed.Now), ("count", billed.Revised));
            return 0;
        });
        return command;
    }

    static Command Runs()
    {
        var command = new Command("runs", "The bill runs there were, the newest first.") { Words.Option };
        command.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await host.Services.PrepareAsync(migratePostgres: false, ct);
            return await SayAsync(host, parsed, null, ct);
        });
        return command;
    }

    static async Task<int> SayAsync(IHost host, ParseResult parsed, Guid? only, CancellationToken ct)
    {
        var runs = (await InScopeAsync(host, s => s.GetRequiredService<ListBillRuns>().HandleAsync(Caller.System, ct))).Value.Where(r => only is null || r.Id == only).ToArray();
        if (runs.Length == 0) Words.Say(host, parsed, "cycle.command.none");
        var texts = host.Services.GetRequiredService<Texts>();
        foreach (var run in runs)
            Words.Say(host, parsed, "cycle.command.line", ("from", run.PeriodFrom), ("to", run.PeriodTo), ("number", run.Number), ("trial", run.Trial ? texts.Say(Words.Language(parsed), "cycle.command.trial") : ""),
                ("state", run.State), ("done", run.PartsDone), ("parts", run.Parts), ("accounts", run.Accounts), ("bills", run.Bills), ("total", run.Total), ("parked", run.Parked), ("faults", run.Faults));
        if (only is not { } one || runs is not [{ Faults: > 0 }]) return only is not null && runs is [{ State: BillRunState.Running }] ? Incomplete : 0;
        foreach (var fault in (await InScopeAsync(host, s => s.GetRequiredService<ListBillRuns>().FaultsAsync(one, Caller.System, ct))).Value)
            await Console.Error.WriteLineAsync(texts.Say(Words.Language(parsed), "cycle.command.fault", ("account", fault.Account), ("why", fault.Why)));
        return Incomplete;
    }

    static async Task<T> InScopeAsync<T>(IHost host, Func<IServiceProvider, Task<T>> ask)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider);
    }

    static DateOnly? Month(string? text) =>
        DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;
}
