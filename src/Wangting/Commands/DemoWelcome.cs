using Spectre.Console;
using Wangting.Identity;
using Wangting.Storage.Demo;

namespace Wangting.Commands;

/// <summary>What the demo prints: where it is and who can sign in.</summary>
internal static class DemoWelcome
{
    public static void Print(string address, NewStaff? staff)
    {
        AnsiConsole.MarkupLine($"[bold]网厅 Wangting[/] is open at [link]{address}[/]");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("sign in with", "who", "to see");
        foreach (var person in DemoPeople.SignIns) table.AddRow(Markup.Escape(person.Number), Markup.Escape(person.Who), Markup.Escape(person.Why));
        AnsiConsole.Write(table);
        if (staff is not null) AnsiConsole.MarkupLine($"Staff sign in at [link]{address}/staff[/] as [bold]{staff.Name}[/] with the one-time password [bold]{staff.OneTimePassword}[/] and a code generator of yours.");
        AnsiConsole.MarkupLine($"Codes arrive at [link]{address}/demo/messages[/]. Ctrl+C ends it.");
    }
}
