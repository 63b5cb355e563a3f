using System.CommandLine;

namespace Wangting.Commands;

/// <summary><c>wangting serve</c>: the hall on the configured database. Migrates SQLite by itself; PostgreSQL is migrated
/// by <c>migrate</c> alone. Never seeds.</summary>
internal static class Serve
{
    public static Command Command()
    {
        var command = new Command("serve", "Serve the hall on the configured database.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = Hall.Build([.. parsed.UnmatchedTokens]);
            await app.MakeReadyAsync(ct);
            await app.RunAsync(ct);
            return 0;
        });
        return command;
    }
}
