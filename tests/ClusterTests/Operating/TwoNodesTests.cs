using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.ClusterTests.Payments;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;

namespace Wangting.ClusterTests.Operating;

/// <summary>Two nodes on one PostgreSQL behind nginx, restarted one after the other while people use them.</summary>
public sealed class Two_nodes_behind_nginx
{
    const string Number = "13300000001", Lie = "203.0.113.9";
    static readonly Dictionary<string, string?> Closing = new() { ["Operating:DrainSeconds"] = "3", ["Operating:StopSeconds"] = "20" };
    static readonly TimeSpan FailTimeout = TimeSpan.FromSeconds(5);
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_restarted_in_turn_without_a_failed_request_a_lost_session_or_a_double_payment()
    {
        Deployed.Tool("nginx");
        await using var town = await Town.BuildAsync(DatabaseKind.Postgres);
        int[] ports = [town.FirstNode, OwnProcess.FreePort()];
        var nodes = await Task.WhenAll(ports.Select(port => town.StartNodeAsync(port, settings: Closing)));
        await town.BehaveAsync(new { decide = "approve" });
        await using var nginx = await Nginx.StartAsync($"{FailTimeout.TotalSeconds:0}s", ports);
        using var browser = nginx.Visit();
        await SignInAsync(town, browser);

        var (failed, pages, payments) = (new ConcurrentQueue<string>(), 0, 0);
        using var enough = new CancellationTokenSource();
        var loads = new[]
        {
            LoadAsync(failed, async _ => { await ReadAsync(browser, "/me"); Interlocked.Increment(ref pages); }, enough.Token),
            LoadAsync(failed, async _ => { await ReadAsync(browser, "/bills"); Interlocked.Increment(ref pages); }, enough.Token),
            LoadAsync(failed, async i => { await PayAsync(browser, town, "first", i); Interlocked.Increment(ref payments); }, enough.Token),
            LoadAsync(failed, async i => { await PayAsync(browser, town, "second", i); Interlocked.Increment(ref payments); }, enough.Token),
        };
        using var direct = new HttpClient();
        for (var i = 0; i < nodes.Length; i++)
        {
            await UntilAsync(() => Volatile.Read(ref pages) > 10 * (i + 1), loads, failed);
            var stopped = nodes[i].StopAsync();
            // It says so first, and goes on serving.
            await UntilAsync(async () => (await StatusAsync(direct, ports[i], "/health/ready")) == HttpStatusCode.ServiceUnavailable, failed);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(direct, ports[i], "/sign-in"));
            Assert.Equal(HttpStatusCode.BadGateway, await StatusAsync(direct, ports[i], "/sign-in", "X-Other-Node"));
            Assert.Equal(0, await stopped);
            await town.StartNodeAsync(ports[i], settings: Closing);
            // Until nginx sends to it again; docs/operating.md waits longer than fail_timeout.
            var served = await nginx.ServedByAsync(ports[i]);
            await UntilAsync(async () => await nginx.ServedByAsync(ports[i]) > served + 3, failed);
        }
        await UntilAsync(async () => { await ReadAsync(browser, "/me"); return true; }, failed);
        await enough.CancelAsync();
        await Task.WhenAll(loads);

        Assert.True(failed.IsEmpty, $"{failed.Count} of {pages} pages and {payments} payments failed: {string.Join("\n", failed.Take(5))}\n{await nginx.LogAsync()}");
        await town.AssertSameOnBothSidesAsync(payments * 100L);
        var log = await nginx.LogAsync();
        Assert.All(ports, port => Assert.Contains($"127.0.0.1:{port} 200", log, StringComparison.Ordinal));
        // Whoever says where they come from is not believed: the proxy puts its own word there.
        Assert.Equal(0, await town.InOfficeAsync(s => s.GetRequiredService<PortalDbContext>().Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM kernel_audit WHERE address = {Lie}").SingleAsync(Ct)));
        Assert.True(await town.InOfficeAsync(s => s.GetRequiredService<PortalDbContext>().Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM kernel_audit WHERE address = '127.0.0.1'").SingleAsync(Ct)) > 0);
        using var outside = await browser.GetAsync(new Uri("/sign-in", UriKind.Relative), Ct);
        Assert.StartsWith("max-age=", outside.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
    }

    static async Task SignInAsync(Town town, HttpClient browser)
    {
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", Lie);
        var asked = await browser.SendAsync((await browser.VisitAsync("/sign-in"))["number"], ("To", Number));
        var page = await browser.VisitAsync(asked.Location!);
        string? code = null;
        await UntilAsync(async () => (code = await town.InOfficeAsync(async s => (await s.GetRequiredService<ListSimulatedHandler>().HandleAsync(new("+86" + Number), Ct))
            .Select(m => Regex.Match(m.Body, "(?<![0-9])[0-9]{6}(?![0-9])")).FirstOrDefault(m => m.Success)?.Value)) is not null, []);
        var entered = await browser.SendAsync(page["code"], ("Code", code!));
        Assert.True(entered.Status == HttpStatusCode.Found, entered.Words);
    }

    // A page of one's own: who is not signed in is sent away from it.
    static async Task ReadAsync(HttpClient browser, string path)
    {
        var page = await browser.VisitAsync(path);
        if (page.Status != HttpStatusCode.OK) throw new InvalidOperationException($"{path}: {page.Status} to {page.Location}");
    }

    static async Task PayAsync(HttpClient browser, Town town, string who, int i)
    {
        using var answer = await browser.PostAsync(new Uri($"/faults/pay?account={town.Accounts[i % town.Accounts.Count]}&amount=100&key=rolling-{who}-{i:D5}", UriKind.Relative), null, Ct);
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"pay: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
    }

    // Nobody tries again: what fails, fails.
    static async Task LoadAsync(ConcurrentQueue<string> failed, Func<int, Task> act, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            try { await act(i); }
            catch (Exception fault) when (fault is HttpRequestException or InvalidOperationException or TaskCanceledException) { failed.Enqueue(fault.Message); }
            await Task.Delay(20, Ct);
        }
    }

    static async Task<HttpStatusCode?> StatusAsync(HttpClient http, int port, string path, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{port}{path}"));
        if (header is not null) request.Headers.Add(header, "yes");
        try
        {
            using var answer = await http.SendAsync(request, Ct);
            return answer.StatusCode;
        }
        catch (HttpRequestException) { return null; }
    }

    static Task UntilAsync(Func<bool> holds, Task[] loads, ConcurrentQueue<string> failed) => UntilAsync(() => Task.FromResult(holds() || loads.All(l => l.IsCompleted)), failed);

    static async Task UntilAsync(Func<Task<bool>> holds, IReadOnlyCollection<string> failed)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        try
        {
            while (!await holds()) await Task.Delay(50, patience.Token);
        }
        catch (OperationCanceledException) { Assert.Fail("Waited too long. " + string.Join("\n", failed.Take(5))); }
    }
}
