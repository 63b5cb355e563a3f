using System.CommandLine;
using Wangting.Storage.Backups;

namespace Wangting.Commands;

/// <summary><c>wangting backup TO</c>: a copy of the embedded database, while it is being served from.</summary>
internal static class Backup
{
    public static Command Command()
    {
        var to = new Argument<string>("to") { Description = "A folder, or the file to write; an existing file is never touched." };
        var command = new Command("backup", "Copy the embedded database while serving (PostgreSQL: by its own tools).") { to, Words.Option };
        command.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await using var scope = host.Services.CreateAsyncScope();
            var made = await scope.ServiceProvider.GetRequiredService<BackUpHandler>().HandleAsync(new(parsed.GetValue(to)!), ct);
            Words.Say(host, parsed, "backup.done", ("file", made.File), ("bytes", made.Copy.Bytes), ("rows", made.Copy.Rows.Values.Sum()), ("tables", made.Copy.Rows.Count));
            Words.Say(host, parsed, made.Copy.MasterKey is null ? "backup.no_key" : "backup.key_apart", ("key", made.Copy.MasterKey));
            return 0;
        });
        return command;
    }
}
