using System.CommandLine;
using System.Globalization;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary><c>wangting dunning run|late-fees|show</c>: the steps about bills that are not paid. Exit code 2 when it may not run now.</summary>
internal static class DunningCommand
{
    const int NotNow = 2;

    public static Command Command()
    {
        var trial = new Option<bool>("--trial") { Description = "Only say what would be done." };
        var run = new Command("run", "Take the steps that are due; run again after a fault, nothing is done twice.") { trial, Words.Option };
        run.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await using var scope = host.Services.CreateAsyncScope();
            var outcome = await scope.ServiceProvider.GetRequiredService<RunDunningHandler>().HandleAsync(new RunDunning(parsed.GetValue(trial)), Caller.System, ct);
            if (outcome.IsRefused(out var why, out var done))
            {
                Console.Error.WriteLine(host.Services.GetRequiredService<Texts>().Say(Words.Language(parsed), why));
                return NotNow;
            }
            if (parsed.GetValue(trial)) Words.Say(host, parsed, "dunning.cli.trial");
            if (done.Taken.Count == 0) Words.Say(host, parsed, "dunning.cli.none");
            Count(host, parsed, done.Taken);
            if (done.Restored > 0) Words.Say(host, parsed, "dunning.cli.restored", ("count", done.Restored));
            return 0;
        });
        var show = new Command("show", "Say the policy as it is understood, and how it stands.") { Words.Option };
        show.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await using var scope = host.Services.CreateAsyncScope();
            var state = (await scope.ServiceProvider.GetRequiredService<ShowDunning>().HandleAsync(Caller.System, ct)).Value;
            Words.Say(host, parsed, state.On ? "dunning.cli.on" : "dunning.cli.off", ("from", state.From.ToString("HH:mm", CultureInfo.InvariantCulture)), ("until", state.Until.ToString("HH:mm", CultureInfo.InvariantCulture)));
            foreach (var (of, policy) in state.Policies)
            {
                Words.Say(host, parsed, "dunning.cli.policy", ("class", of), ("least", policy.LeastDebt));
                foreach (var rule in policy.Rules) Words.Say(host, parsed, "dunning.cli.step", ("day", rule.Day), ("act", rule.Act));
            }
            Words.Say(host, parsed, "dunning.cli.overdue", ("bills", state.Overdue.Bills), ("owed", state.Overdue.Owed), ("restricted", state.Restricted));
            Words.Say(host, parsed, "dunning.cli.lately", ("days", state.Days));
            Count(host, parsed, state.Taken);
            return 0;
        });
        var late = new Command("late-fees", "Charge what was earned in periods that have just ended; run again after a fault, nothing is charged twice.") { trial, Words.Option };
        late.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await using var scope = host.Services.CreateAsyncScope();
            var outcome = await scope.ServiceProvider.GetRequiredService<ChargeLateFeesHandler>().HandleAsync(new ChargeLateFees(parsed.GetValue(trial)), Caller.System, ct);
            if (outcome.IsRefused(out var why, out var charged))
            {
                Console.Error.WriteLine(host.Services.GetRequiredService<Texts>().Say(Words.Language(parsed), why));
                return NotNow;
            }
            if (parsed.GetValue(trial)) Words.Say(host, parsed, "dunning.cli.trial");
            if (charged.IsSet) Words.Say(host, parsed, "dunning.cli.late_fees", ("bills", charged.Bills), ("amount", charged.Amount));
            else Words.Say(host, parsed, "dunning.cli.no_late_fee");
            return 0;
        });
        return new Command("dunning", "What is done about bills that are not paid.") { run, late, show };
    }

    static void Count(IHost host, ParseResult parsed, IReadOnlyList<DunningCount> taken)
    {
        foreach (var one in taken) Words.Say(host, parsed, "dunning.cli.taken", ("act", one.Act), ("bills", one.Bills), ("owed", one.Owed));
    }
}
