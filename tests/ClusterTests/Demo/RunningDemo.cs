using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Wangting.ClusterTests.Payments;

namespace Wangting.ClusterTests.Demo;

/// <summary><c>wangting demo</c> as a newcomer starts it: a process of its own, known by what it prints.</summary>
public sealed partial class RunningDemo : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("wangting-demo-").FullName;
    OwnProcess? process;

    public Uri Address { get; private set; } = null!;
    /// <summary>What it printed, each line break of a narrow terminal a blank.</summary>
    public string Printed { get; private set; } = "";
    /// <summary>The lines it offers for copying.</summary>
    public string Commands { get; private set; } = "";
    public string ClientId { get; private set; } = "";
    public string Secret { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var port = TwoFreePorts();
        process = OwnProcess.Start("wangting.dll", ["demo", "--port", $"{port}", "--data", folder]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        while (!process.Said.Contains("Ctrl+C", StringComparison.Ordinal) && !process.IsDead)
            try { await Task.Delay(50, patience.Token); }
            catch (OperationCanceledException) { Assert.Fail($"The demo is not open: {process.Said}"); }
        Commands = string.Join('\n', process.Said.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)));
        Printed = Blanks().Replace(process.Said, " ");
        var (open, machine) = (Open().Match(Printed), Machine().Match(Printed));
        Assert.True(open.Success && machine.Success, $"The demo does not say where it is, or who may come in: {process.Said}");
        (Address, ClientId, Secret) = (new Uri(open.Groups[1].Value), machine.Groups[1].Value, machine.Groups[2].Value);
        Assert.Equal(port, Address.Port);
    }

    /// <summary>A browser without script that keeps cookies.</summary>
    public HttpClient Visit() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    // Its bank takes the next one.
    static int TwoFreePorts()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            try
            {
                using var second = new TcpListener(IPAddress.Loopback, port + 1);
                second.Start();
                return port;
            }
            catch (SocketException) { /* somebody has it: another pair */ }
        }
    }

    [GeneratedRegex("\\s+")] private static partial Regex Blanks();
    [GeneratedRegex("Wangting is open at (\\S+)")] private static partial Regex Open();
    [GeneratedRegex("come in as (\\S+) with the secret (\\S+):")] private static partial Regex Machine();
}
