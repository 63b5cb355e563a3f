using System.CommandLine;
using System.Globalization;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary>Catalogue files as a command is given them.</summary>
internal static class CatalogueFiles
{
    /// <param name="known">Codes of offers that are in no file.</param>
    /// <returns>Null when something is wrong, which is then said.</returns>
    public static IReadOnlyList<CatalogueFile>? Read(IHost host, ParseResult parsed, IReadOnlyList<string> files, IEnumerable<string> known)
    {
        var texts = host.Services.GetRequiredService<Texts>();
        var language = Words.Language(parsed);
        // Read once for the codes that the others' rules may name, and once to say what is wrong.
        var codes = files.Count == 1 ? [] : files.SelectMany(f => Read(new ReadCatalogue(texts.Currency), f).Read.Offers.Select(o => o.Code));
        var reading = new ReadCatalogue(texts.Currency, known.Concat(codes).ToHashSet(StringComparer.Ordinal));
        var (read, wrong) = (new List<CatalogueFile>(), 0);
        foreach (var file in files)
        {
            var (one, faults) = Read(reading, file);
            foreach (var fault in faults)
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.File}:{fault.Line}:{fault.Column}: {fault.Path}: {texts.Say(language, fault.What)}"));
            wrong += faults.Count;
            read.Add(one);
        }
        if (wrong == 0) return read;
        Console.Error.WriteLine(texts.Say(language, "catalogue.faults", ("count", wrong)));
        return null;
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
