using System.CommandLine;
using Wangting.Storage.Backups;

namespace Wangting.Commands;

/// <summary><c>wangting restore COPY</c>: puts a backup where the settings say the embedded database is.</summary>
internal static class Restore
{
    public static Command Command()
    {
        var copy = new Argument<string>("copy") { Description = "What `wangting backup` made; its .json lies beside it." };
        var replace = new Option<bool>("--replace") { Description = "Also when a database is there: it is kept beside under another name." };
        var command = new Command("restore", "Put a backup where the settings say the embedded database is.") { copy, replace, Words.Option };
        command.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await using var scope = host.Services.CreateAsyncScope();
            var made = await scope.ServiceProvider.GetRequiredService<RestoreHandler>().HandleAsync(new(parsed.GetValue(copy)!, parsed.GetValue(replace)), ct);
            Words.Say(host, parsed, "restore.done", ("file", made.File), ("at", made.Copy.MadeAt), ("rows", made.Copy.Rows.Values.Sum()));
            if (made.Kept is not null) Words.Say(host, parsed, "restore.kept", ("file", made.Kept));
            Words.Say(host, parsed, "restore.next");
            return 0;
        });
        return command;
    }
}
