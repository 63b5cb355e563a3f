using System.CommandLine;
using System.Globalization;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary><c>wangting catalogue check FILE…</c>: whether a catalogue's files are right (docs/billing.md). Touches no database.
/// Exit codes: 0 nothing is wrong, 1 the command itself was wrong, 2 something is.</summary>
internal static class CatalogueCommand
{
    const int Faults = 2;

    public static Command Command()
    {
        var files = new Argument<string[]>("file") { Description = "YAML or JSON files; each stands for itself.", Arity = ArgumentArity.OneOrMore };
        var check = new Command("check", "Say everything that is wrong in a catalogue's files.") { files, Words.Option };
        check.SetAction(parsed =>
        {
            using var host = Hall.BuildForCommand(new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "None" });
            var texts = host.Services.GetRequiredService<Texts>();
            var language = Words.Language(parsed);
            var reading = new ReadCatalogue(texts.Currency);
            var (wrong, offers, versions) = (0, 0, 0);
            foreach (var file in parsed.GetValue(files)!)
            {
                var (read, faults) = Read(reading, file);
                foreach (var fault in faults)
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.File}:{fault.Line}:{fault.Column}: {fault.Path}: {texts.Say(language, fault.What)}"));
                wrong += faults.Count;
                offers += read.Offers.Count;
                versions += read.Offers.Sum(o => o.Versions.Count);
            }
            if (wrong == 0) Words.Say(host, parsed, "catalogue.checked", ("offers", offers), ("versions", versions));
            else Console.Error.WriteLine(texts.Say(language, "catalogue.faults", ("count", wrong)));
            return wrong == 0 ? 0 : Faults;
        });
        return new Command("catalogue", "Offers and their prices as files.") { check };
    }

    static (CatalogueFile Read, IReadOnlyList<CatalogueFault> Faults) Read(ReadCatalogue reading, string file)
    {
        try
        {
            if (new FileInfo(file).Length > ReadCatalogue.MostBytes) return (new(), [new(file, 1, 1, ".", Text.Of("catalogue.file.too_large", ("most", ReadCatalogue.MostBytes >> 20)))]);
            using var text = new StreamReader(file);
            return reading.From(file, text);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (new(), [new(file, 1, 1, ".", Text.Of("catalogue.file.not_readable", ("why", fault.Message)))]);
        }
    }
}
