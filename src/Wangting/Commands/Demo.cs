using System.CommandLine;
using Wangting.Storage;
using Wangting.Storage.Demo;

namespace Wangting.Commands;

/// <summary><c>wangting demo</c>: a hall with made-up customers, an embedded database, a simulated SMS gateway and bank.
/// Needs nothing but itself. It starts afresh each time unless <c>--keep</c> is given.</summary>
internal static class Demo
{
    public static Command Command()
    {
        var port = new Option<int>("--port") { Description = "Port of the hall on localhost.", DefaultValueFactory = _ => 5080 };
        var folder = new Option<string>("--data") { Description = "Folder of its database and keys.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "wangting-demo") };
        var keep = new Option<bool>("--keep") { Description = "Go on with the data of the last time." };
        var command = new Command("demo", "Show everything with made-up data.") { port, folder, keep };
        command.SetAction(async (parsed, ct) =>
        {
            var data = parsed.GetValue(folder)!;
            if (!parsed.GetValue(keep) && Directory.Exists(data)) Directory.Delete(data, recursive: true);
            Directory.CreateDirectory(data);
            var address = $"http://localhost:{parsed.GetValue(port)}"; // localhost, not 127.0.0.1: passkeys work there
            await using var bank = await DemoBank.StartAsync(data, ct);
            await using var app = Hall.Build([], DemoSettings.For(data, address, bank));
            await app.Services.PrepareAsync(migratePostgres: false, ct);
            await app.Services.SeedDemoAsync(ct);
            await app.StartAsync(ct);
            DemoWelcome.Print(address);
            await app.WaitForShutdownAsync(ct);
            return 0;
        });
        return command;
    }
}
