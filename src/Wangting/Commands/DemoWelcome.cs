using Spectre.Console;
using Wangting.Identity;
using Wangting.Storage.Demo;

namespace Wangting.Commands;

/// <summary>What the demo prints: where it is and who can sign in.</summary>
internal static class DemoWelcome
{
    public static void Print(string address, NewStaff? staff, DemoClerk? clerk, NewClient machine)
    {
        AnsiConsole.MarkupLine($"[bold]网厅 Wangting[/] is open at [link]{address}[/]");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("sign in with", "who", "to see");
        foreach (var person in DemoPeople.SignIns) table.AddRow(Markup.Escape(person.Number), Markup.Escape(person.Who), Markup.Escape(person.Why));
        AnsiConsole.Write(table);
        if (staff is not null) AnsiConsole.MarkupLine($"Staff sign in at [link]{address}/staff[/] as [bold]{staff.Name}[/] with the one-time password [bold]{staff.OneTimePassword}[/] and a code generator of yours.");
        if (clerk is not null) AnsiConsole.MarkupLine($"The desk clerk [bold]{clerk.Name}[/] (password [bold]{clerk.Password}[/]) needs no generator: in place of its code enter one of these, each once: {string.Join(", ", clerk.RecoveryCodes)}.");
        AnsiConsole.MarkupLine($"Programs read about the interfaces at [link]{address}/openapi[/] and come in as [bold]{machine.ClientId}[/] with the secret [bold]{machine.Secret}[/]:");
        // Not wrapped: it is to be copied.
        Console.WriteLine($$"""
              TOKEN=$(curl -s -u {{machine.ClientId}}:{{machine.Secret}} -d 'grant_type=client_credentials&scope=account.read' {{address}}/connect/token | sed -n 's/.*"access_token": *"\([^"]*\)".*/\1/p')
              curl -H "Authorization: Bearer $TOKEN" '{{address}}/tmf-api/accountManagement/v4/billingAccount?fields=name,accountBalance&limit=3'
            """);
        AnsiConsole.MarkupLine($"Codes arrive at [link]{address}/demo/messages[/]. Ctrl+C ends it.");
    }
}
