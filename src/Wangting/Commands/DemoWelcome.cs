using Spectre.Console;
using Wangting.Storage.Demo;

namespace Wangting.Commands;

/// <summary>What the demo prints: where it is and who can sign in.</summary>
internal static class DemoWelcome
{
    public static void Print(string address)
    {
        AnsiConsole.MarkupLine($"[bold]网厅 Wangting[/] is open at [link]{address}[/]");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("sign in with", "who", "to see");
        foreach (var person in DemoPeople.SignIns) table.AddRow(Markup.Escape(person.Number), Markup.Escape(person.Who), Markup.Escape(person.Why));
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine($"Codes arrive at [link]{address}/demo/messages[/]. Ctrl+C ends it.");
    }
}
