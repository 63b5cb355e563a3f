using System.Globalization;
using Spectre.Console;

namespace Wangting.Bench;

/// <summary>The table that is printed: medians, ratio, and the ratio of processor time.</summary>
internal sealed class ResultTable
{
    readonly Table table = new() { Border = TableBorder.Markdown };

    public ResultTable()
    {
        foreach (var heading in (string[])["name", "what", "Wangting", "bare", "unit", "ratio", "of use", "aim", "CPU ratio", "note"]) table.AddColumn(heading, c => c.NoWrap());
        foreach (var place in (int[])[2, 3, 5, 6, 7, 8]) table.Columns[place].RightAligned();
    }

    public void Add(Result result)
    {
        var limits = result.Of.Limits;
        table.AddRow(result.Of.Name, result.Of.What, Figure(result.Ours), Figure(result.Bare), result.Of.Unit, result.Ratio.ToString("0.00", CultureInfo.InvariantCulture),
            Limit(limits?.Meaningful), Limit(limits?.Aim), result.CpuRatio is { } cpu ? cpu.ToString("0.00", CultureInfo.InvariantCulture) : "–", Markup.Escape(result.Note ?? ""));
    }

    public bool HasFailed { get; private set; }

    public void AddFailed(Comparison of, Exception fault)
    {
        HasFailed = true;
        Console.Error.WriteLine($"  {of.Name} failed: {fault}");
        table.AddRow(of.Name, of.What, "–", "–", of.Unit, "–", Limit(of.Limits?.Meaningful), Limit(of.Limits?.Aim), "–", Markup.Escape("failed: " + fault.Message));
    }

    public void Print()
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 260;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {Environment.Version}"));
        AnsiConsole.Write(table);
    }

    static string Figure(double value) => value.ToString(value >= 100 ? "N0" : "N2", CultureInfo.InvariantCulture);

    static string Limit(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "–";
}
