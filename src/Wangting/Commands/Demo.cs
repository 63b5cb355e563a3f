using System.CommandLine;
using System.Security.Cryptography;
using Wangting.Kernel;
using Wangting.SandboxGateway;
using Wangting.Storage.Demo;

namespace Wangting.Commands;

/// <summary><c>wangting demo</c>: a hall with made-up customers, an embedded database, a simulated SMS gateway and a bank
/// of its own. Needs nothing but itself. It starts afresh each time unless <c>--keep</c> is given.</summary>
internal static class Demo
{
    public static Command Command()
    {
        var port = new Option<int>("--port") { Description = "Port of the hall on localhost; its bank takes the next one.", DefaultValueFactory = _ => 5080 };
        var folder = new Option<string>("--data") { Description = "Folder of its database and keys.", DefaultValueFactory = _ => DemoSettings.DefaultFolder };
        var keep = new Option<bool>("--keep") { Description = "Go on with the data of the last time." };
        var command = new Command("demo", "Show everything with made-up data.") { port, folder, keep };
        command.SetAction(async (parsed, ct) =>
        {
            Storage.Model.Begin(Storage.DatabaseKind.Sqlite);
            var data = parsed.GetValue(folder)!;
            if (!parsed.GetValue(keep)) DemoFolder.Empty(data);
            Directory.CreateDirectory(data);
            var address = $"http://localhost:{parsed.GetValue(port)}"; // localhost, not 127.0.0.1: passkeys work there
            var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
            await using var bank = SandboxGatewayApp.Build(new GatewayOptions
            {
                Address = new Uri($"http://127.0.0.1:{parsed.GetValue(port) + 1}"),
                Secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["wangting"] = secret },
                Journal = Path.Combine(data, "bank.jsonl"),
            });
            await bank.StartAsync(ct);
            await using var app = Hall.Build([], DemoSettings.For(data, address, SandboxGatewayApp.AddressOf(bank), secret));
            await app.MakeReadyAsync(ct);
            // Who comes in by a secret takes its time to be taken up (secrets are hashed slowly), and has nothing to do with the province.
            var seeding = Task.Run(() => app.Services.SeedDemoAsync(ct), ct);
            var staff = await DemoStaff.AddAsync(app.Services, ct);
            var clerk = await DemoClerk.AddAsync(app.Services, ct);
            var machine = await DemoMachine.AddAsync(app.Services, ct);
            await seeding;
            await app.StartAsync(ct);
            DemoWelcome.Print(address, staff, clerk, machine);
            await app.WaitForShutdownAsync(ct);
            await bank.StopAsync(CancellationToken.None);
            return 0;
        });
        return command;
    }
}

/// <summary>Empties the demo's folder, and refuses to touch one that is not the demo's.</summary>
internal static class DemoFolder
{
    public static void Empty(string folder)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()) return;
        if (!File.Exists(Path.Combine(folder, "wangting.db")))
            throw new SetupProblem($"{folder} is not empty and not a demo's folder; name another with --data.");
        foreach (var name in (string[])["wangting.db", "wangting.db-wal", "wangting.db-shm", "master-key", "bank.jsonl"]) File.Delete(Path.Combine(folder, name));
    }
}
