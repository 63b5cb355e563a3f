using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Storage.Synthetic;

namespace Wangting.Commands;

/// <summary><c>wangting generate --customers N --seed S --months M</c>: fills an empty database with a made-up province
/// (docs/operating.md). <c>wangting generate hash</c> says what is there, so that two can be compared.</summary>
internal static class Generate
{
    public static Command Command()
    {
        var customers = new Option<int>("--customers") { Description = "How many customers.", Required = true };
        var seed = new Option<long>("--seed") { Description = "The same seed makes the same data.", DefaultValueFactory = _ => 1 };
        var months = new Option<int>("--months") { Description = "How many months of use, bills and payments; 0 makes customers and lines only." };
        var until = new Option<string?>("--until") { Description = "The last month, as 2026-10; by default the last full one." };
        until.Validators.Add(result =>
        {
            if (Month(result.GetValueOrDefault<string?>()) is null) result.AddError("--until is a month such as 2026-10.");
        });
        var shape = new Option<string?>("--shape") { Description = "A file of distributions; by default the product's own." };
        var printHash = new Option<bool>("--print-hash") { Description = "Print the hash of what is then in the database." };
        var hash = new Command("hash", "Print the hash of the data in the database, table by table: equal hashes, equal data.");
        hash.SetAction(async (_, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await host.Services.PrepareAsync(migratePostgres: false, ct);
            await SayHashAsync(host, ct);
            return 0;
        });
        var command = new Command("generate", "Fill an empty database with a made-up province.") { customers, seed, months, until, shape, printHash, hash };
        command.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await host.Services.PrepareAsync(migratePostgres: false, ct);
            var made = await RunAsync(host, new(parsed.GetValue(customers), parsed.GetValue(seed), parsed.GetValue(months), Month(parsed.GetValue(until)), parsed.GetValue(shape)), ct);
            if (made == 0 && parsed.GetValue(printHash)) await SayHashAsync(host, ct);
            return made;
        });
        return command;
    }

    static async Task<int> RunAsync(IHost host, GenerateProvince command, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var texts = scope.ServiceProvider.GetRequiredService<Texts>();
        var language = CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? "zh-CN" : "en";
        var watch = Stopwatch.StartNew();
        var outcome = await scope.ServiceProvider.GetRequiredService<GenerateProvinceHandler>().HandleAsync(command, Caller.System with { Channel = Channel.Terminal, Language = language }, new Line(texts, language, command.Customers), ct);
        if (outcome.IsRefused(out var why, out var made))
        {
            await Console.Error.WriteLineAsync(texts.Say(language, why));
            return 2;
        }
        Console.WriteLine(texts.Say(language, "generate.done", ("customers", made.Customers), ("rows", made.Rows), ("until", made.Until.ToString("yyyy-MM", CultureInfo.InvariantCulture)), ("seconds", (int)watch.Elapsed.TotalSeconds),
            ("rate", (long)(made.Rows / watch.Elapsed.TotalSeconds)), ("each", (long)(made.Customers / watch.Elapsed.TotalSeconds))));
        return 0;
    }

    static async Task SayHashAsync(IHost host, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var province = await scope.ServiceProvider.GetRequiredService<HashProvince>().HandleAsync(ct);
        foreach (var table in province.Tables) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.Hash[..16]} {table.Rows,12:N0}  {table.Table}"));
        Console.WriteLine(province.Hash);
    }

    static DateOnly? Month(string? text) => DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;

    // Said every few seconds, as a file or a terminal can take it.
    sealed class Line(Texts texts, string language, int customers) : IProgress<GenerateProgress>
    {
        readonly Stopwatch watch = Stopwatch.StartNew();
        double said;

        public void Report(GenerateProgress value)
        {
            if (value.Customers == customers) Console.WriteLine(texts.Say(language, "generate.indexing", ("seconds", (int)watch.Elapsed.TotalSeconds)));
            else if (watch.Elapsed.TotalSeconds - said >= 5)
            {
                said = watch.Elapsed.TotalSeconds;
                Console.WriteLine(texts.Say(language, "generate.under_way", ("percent", (int)(value.Customers * 100L / customers)), ("rows", value.Rows), ("rate", (long)(value.Rows / said))));
            }
        }
    }
}
