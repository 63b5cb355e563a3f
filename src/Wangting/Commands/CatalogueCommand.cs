using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.Commands;

/// <summary><c>wangting catalogue …</c>: what is sold and what it costs, as files (docs/billing.md). <c>check</c> touches no
/// database. Exit codes: 0 done, 1 the command itself was wrong, 2 something in a file is, 3 refused.</summary>
internal static class CatalogueCommand
{
    const int Faults = 2, Refused = 3;

    public static Command Command() => new("catalogue", "Offers and their prices as files.")
    {
        Check(), Import(), Export(), CatalogueSales.List(), CatalogueSales.Publish(), CatalogueSales.Withdraw(), CatalogueSales.RollBack(),
    };

    static Argument<string[]> Files() => new("file") { Description = "YAML or JSON files; their rules may name each other's offers.", Arity = ArgumentArity.OneOrMore };

    static Command Check()
    {
        var files = Files();
        var command = new Command("check", "Say everything that is wrong in a catalogue's files.") { files, Words.Option };
        command.SetAction(parsed =>
        {
            using var host = Host();
            var read = CatalogueFiles.Read(host, parsed, parsed.GetValue(files)!, []);
            if (read is null) return Faults;
            Words.Say(host, parsed, "catalogue.checked", ("offers", read.Sum(f => f.Offers.Count)), ("versions", read.Sum(f => f.Offers.Sum(o => o.Versions.Count))));
            return 0;
        });
        return command;
    }

    static Command Import()
    {
        var files = Files();
        var publish = new Option<bool>("--publish") { Description = "Put what is new on sale at once, from the days that the files say." };
        var command = new Command("import", "Take over what files say; new versions wait until they are published.") { files, publish, Words.Option };
        command.SetAction((parsed, ct) => InHallAsync(parsed, async (host, services) =>
        {
            var known = (await services.GetRequiredService<ListCatalogueHandler>().HandleAsync(Caller.System, ct)).Value.Select(o => o.Code);
            if (CatalogueFiles.Read(host, parsed, parsed.GetValue(files)!, known) is not { } read) return Faults;
            var waiting = new List<string>();
            foreach (var file in read)
            {
                if ((await services.GetRequiredService<ImportCatalogueHandler>().HandleAsync(new(file), Caller.System with { Channel = Channel.Terminal }, ct)).IsRefused(out var why, out var done)) return Say(host, parsed, [why]);
                if (done.Refused.Count > 0) return Say(host, parsed, done.Refused);
                Words.Say(host, parsed, "catalogue.imported", ("added", done.Added), ("changed", done.Changed), ("unchanged", done.Unchanged));
                foreach (var (code, number) in done.Waiting) Words.Say(host, parsed, "catalogue.waits", ("offer", code), ("number", number));
                waiting.AddRange(done.Waiting.Select(w => w.Code));
            }
            return parsed.GetValue(publish) && waiting.Count > 0 ? await CatalogueSales.PublishAsync(host, parsed, services, [.. waiting.Distinct(StringComparer.Ordinal)], ct) : 0;
        }, ct));
        return command;
    }

    static Command Export()
    {
        var file = new Argument<string?>("file") { Description = "Where to write it; without one it is printed.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("export", "Write the whole catalogue as a file that imports as unchanged.") { file, Words.Option };
        command.SetAction((parsed, ct) => InHallAsync(parsed, async (host, services) =>
        {
            if ((await services.GetRequiredService<ExportCatalogueHandler>().HandleAsync(new(), Caller.System, ct)).IsRefused(out var why, out var made)) return Say(host, parsed, [why]);
            if (parsed.GetValue(file) is { } path)
            {
                try { await File.WriteAllTextAsync(path, made.Yaml, ct); }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    Console.Error.WriteLine(fault.Message);
                    return 1;
                }
                Words.Say(host, parsed, "catalogue.exported", ("offers", made.Offers), ("versions", made.Versions), ("file", path));
            }
            else await Console.Out.WriteAsync(made.Yaml);
            if (made.LeftOut.Count > 0) Console.Error.WriteLine(Text(host, parsed, "catalogue.left_out", ("count", made.LeftOut.Count), ("codes", string.Join(", ", made.LeftOut))));
            return 0;
        }, ct));
        return command;
    }

    static IHost Host() => Hall.BuildForCommand(new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "None" });

    internal static async Task<int> InHallAsync(ParseResult parsed, Func<IHost, IServiceProvider, Task<int>> act, CancellationToken ct)
    {
        using var host = Host();
        await host.Services.PrepareAsync(migratePostgres: false, ct);
        await using var scope = host.Services.CreateAsyncScope();
        try { return await act(host, scope.ServiceProvider); }
        catch (DbUpdateException fault) when (scope.ServiceProvider.GetRequiredService<PortalDbContext>().IsDuplicateKey(fault))
        {
            return Say(host, parsed, [Refusal.Conflict("catalogue.at_once")]);
        }
    }

    internal static int Say(IHost host, ParseResult parsed, IReadOnlyList<Refusal> why)
    {
        foreach (var one in why) Console.Error.WriteLine(host.Services.GetRequiredService<Texts>().Say(Words.Language(parsed), one));
        return Refused;
    }

    internal static string Text(IHost host, ParseResult parsed, string key, params (string, object?)[] values) => host.Services.GetRequiredService<Texts>().Say(Words.Language(parsed), key, values);
}
