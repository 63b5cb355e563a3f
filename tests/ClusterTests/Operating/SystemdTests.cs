using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Wangting.ClusterTests.Payments;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ClusterTests.Operating;

public sealed class Units_for_systemd : IDisposable
{
    const string Installed = "/opt/wangting/";
    readonly string folder = Directory.CreateTempSubdirectory("wangting-units-").FullName;
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pass_its_own_check_and_leave_the_service_little()
    {
        var analyze = Deployed.Tool("systemd-analyze");
        foreach (var unit in Directory.GetFiles(Path.Combine(Deployed.Folder, "systemd")))
            await File.WriteAllTextAsync(PathOf(Path.GetFileName(unit).Replace("@", "@5081", StringComparison.Ordinal)), Here(await File.ReadAllTextAsync(unit, Ct)), Ct);
        foreach (var unit in Directory.GetFiles(folder, "*.service"))
        {
            var (code, said) = await OwnProcess.RunAsync(analyze, ["verify", "--man=no", unit]);
            Assert.True(code == 0 && said.Length == 0, said);
            // Out of 100, the less the better; 92 is a unit that confines nothing.
            (code, said) = await OwnProcess.RunAsync(analyze, ["security", "--offline=true", "--no-pager", "--threshold=20", unit]);
            Assert.True(code == 0, said);
        }
        // What it would say of a unit that is wrong.
        await File.WriteAllTextAsync(PathOf("wrong.service"), "[Service]\nExecStart=/nowhere/wangting serve\nRestrt=always\n", Ct);
        Assert.NotEqual("", (await OwnProcess.RunAsync(analyze, ["verify", "--man=no", PathOf("wrong.service")])).Said);
    }

    [Fact]
    public async Task Start_a_hall_that_says_it_is_ready_and_alive_and_stops_in_order()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var port = OwnProcess.FreePort();
        await File.WriteAllTextAsync(PathOf("settings.json"), JsonSerializer.Serialize(new { Database = new { Kind = "Sqlite", database.ConnectionString }, Logging = new { LogLevel = new { Default = "Error" } } }), Ct);
        Directory.CreateDirectory(PathOf("credentials"));
        MasterKeyFile.Make(PathOf("credentials/master-key"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(PathOf("notify")));

        var (program, arguments, environment) = Read("wangting-migrate.service", port);
        var (code, said) = await OwnProcess.RunAsync(program, arguments, environment);
        Assert.True(code == 0, said);

        (program, arguments, environment) = Read("wangting@.service", port);
        environment["NOTIFY_SOCKET"] = PathOf("notify");
        environment["WATCHDOG_USEC"] = "1000000";
        await using var node = OwnProcess.StartProgram(program, arguments, environment);
        await HearAsync(socket, "READY=1", node);
        using (var http = new HttpClient())
        using (var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), Ct))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await HearAsync(socket, "WATCHDOG=1", node);
        await HearAsync(socket, "WATCHDOG=1", node);
        var stopped = node.StopAsync();
        await HearAsync(socket, "STOPPING=1", node);
        Assert.Equal(0, await stopped);
    }

    static async Task HearAsync(Socket socket, string what, OwnProcess node)
    {
        var buffer = new byte[256];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        try
        {
            while (Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, patience.Token)) != what) { }
        }
        catch (OperationCanceledException) { Assert.Fail($"It never said {what}. {node.Said}"); }
    }

    // What systemd would run and set; the files of /etc are the test's own.
    (string Program, string[] Arguments, Dictionary<string, string?> Environment) Read(string name, int port)
    {
        var unit = File.ReadAllLines(Path.Combine(Deployed.Folder, "systemd", name)).Select(l => l.Replace("%i", $"{port}", StringComparison.Ordinal)).ToList();
        var command = Here(unit.Single(l => l.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..]).Split(' ');
        Assert.Contains("LoadCredential=master-key:/etc/wangting/master-key", unit);
        var environment = unit.Where(l => l.StartsWith("Environment=", StringComparison.Ordinal)).Select(l => l.Split('=', 3)).ToDictionary(l => l[1], l => (string?)l[2]);
        Assert.Equal("/etc/wangting/settings.json", environment["WANGTING_SETTINGS"]);
        environment["WANGTING_SETTINGS"] = PathOf("settings.json");
        environment["CREDENTIALS_DIRECTORY"] = PathOf("credentials");
        environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        return (command[0], command[1..], environment);
    }

    static string Here(string text) => text.Replace(Installed, AppContext.BaseDirectory, StringComparison.Ordinal);

    string PathOf(string name) => Path.Combine(folder, name);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
