using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Wangting.Operating;

/// <summary>Between the signal to stop and the closing of the door: says <em>not ready</em> and goes on serving, so that a
/// balancer sends its next request elsewhere.</summary>
internal sealed class Drain(IOptions<OperatingOptions> options, TimeProvider clock) : IHostedLifecycleService, IHealthCheck
{
    /// <summary>Put by a proxy that asks another node when this one answers 502 to a request without consequences
    /// (deploy/nginx).</summary>
    const string Elsewhere = "X-Other-Node";

    volatile bool draining;

    /// <summary>A proxy that does not ask after our health learns of the end by a refusal: of a page it can get elsewhere,
    /// never of an act. By the time the door closes it sends nothing more, and no act meets a closing door.</summary>
    public Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (!draining || http.Request.Path.StartsWithSegments("/health") || !http.Request.Headers.ContainsKey(Elsewhere)
            || !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))) return next(http);
        http.Response.StatusCode = StatusCodes.Status502BadGateway; // no page and no interface of ours answers with it otherwise
        return Task.CompletedTask;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(draining ? HealthCheckResult.Unhealthy("Stopping.") : HealthCheckResult.Healthy());

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        draining = true;
        await Task.Delay(TimeSpan.FromSeconds(options.Value.DrainSeconds), clock, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
