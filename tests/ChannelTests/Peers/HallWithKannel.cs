using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Wangting.ChannelTests.Peers;

/// <summary>A hall whose messages leave through Kannel, which knows the way back.</summary>
internal sealed class HallWithKannel(Kannel kannel, string password) : PeerHall
{
    readonly string address = $"http://127.0.0.1:{Peer.FreePorts(1)[0]}";
    readonly TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Kannel has told what became of a message, and it is stored.</summary>
    public Task ReportHeard => heard.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => new Dictionary<string, string?>
    {
        ["Urls"] = address,
        ["Notices:Sms"] = "Kannel",
        ["Notices:Kannel:Url"] = kannel.SendSms.ToString(),
        ["Notices:Kannel:User"] = Kannel.User,
        ["Notices:Kannel:Password"] = password,
        ["Notices:Kannel:From"] = "10000",
        ["Notices:Kannel:ReportTo"] = address,
    };

    protected override void Change(IServiceCollection services) => services.AddSingleton<IStartupFilter>(new Ear(heard));

    /// <summary>Calls the door that gateways report at, perhaps from elsewhere.</summary>
    public static async Task<HttpStatusCode> ReportAsync(string report, string? from = null)
    {
        using var http = new HttpClient();
        if (from is not null) http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        using var answer = await http.GetAsync(new Uri(report), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    // Outermost: it hears when a report has been dealt with, so that a scenario need not look again and again.
    sealed class Ear(TaskCompletionSource heard) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, rest) =>
            {
                await rest(http);
                if (http.Request.Path.StartsWithSegments("/notices", StringComparison.Ordinal)) heard.TrySetResult();
            });
            next(app);
        };
    }
}
