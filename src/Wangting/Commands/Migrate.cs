using System.CommandLine;
using Wangting.Storage;

namespace Wangting.Commands;

/// <summary><c>wangting migrate</c>: brings the configured database to this version's tables.</summary>
internal static class Migrate
{
    public static Command Command()
    {
        var command = new Command("migrate", "Bring the configured database to this version.");
        command.SetAction(async (_, ct) =>
        {
            using var host = Hall.BuildForCommand();
            foreach (var name in await host.Services.PrepareAsync(migratePostgres: true, ct)) Console.WriteLine($"applied {name}");
            Console.WriteLine("The database is up to date.");
            return 0;
        });
        return command;
    }
}
