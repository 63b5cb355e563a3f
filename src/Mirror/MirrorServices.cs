using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Wangting.Billing;

namespace Wangting.Mirror;

/// <summary>What a mirror asks its owner with: one adapter a TM Forum interface. Nothing is asked unless <c>Mirror:System</c>
/// names an owner.</summary>
public static class MirrorServices
{
    public static IServiceCollection AddMirror(this IServiceCollection services)
    {
        services.AddSingleton<OwnersToken>();
        services.AddScoped<IOwnersAccounts, TmForumAccounts>();
        services.AddScoped<IOwnersBills, TmForumBills>();
        services.AddScoped<IOwnersPayments, TmForumPayments>();
        services.AddScoped<OwnersServer>();
        services.AddSingleton<TolerantReader>();
        services.AddHttpClient(OwnersToken.Client).ConfigurePrimaryHttpMessageHandler(Straight);
        // One client an interface: bills that hang must not use up what payments need.
        foreach (var name in new[] { TmForumAccounts.Client, TmForumBills.Client, TmForumPayments.Client })
            services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(Straight).AddResilienceHandler("owner", (pipeline, context) => Patience(pipeline, context.ServiceProvider.GetRequiredService<IOptions<MirrorOptions>>().Value));
        return services;
    }

    // A redirect would carry our token to wherever it points.
    static SocketsHttpHandler Straight() => new() { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(2) };

    static void Patience(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, MirrorOptions options)
    {
        pipeline.TimeProvider = TimeProvider.System; // the network's time, whatever clock the hall has
        var most = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds);
        pipeline.AddConcurrencyLimiter(options.Concurrency, options.Concurrency * 4)
            .AddTimeout(most * 2)
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 2, Delay = TimeSpan.FromMilliseconds(100), BackoffType = DelayBackoffType.Exponential, UseJitter = true,
                // Reading again does no harm. Sending again might: that is decided by asking the owner, never here.
                ShouldHandle = args => ValueTask.FromResult(args.Context.GetRequestMessage()?.Method == HttpMethod.Get && HttpClientResiliencePredicates.IsTransient(args.Outcome)),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                MinimumThroughput = 8, FailureRatio = 0.5, SamplingDuration = TimeSpan.FromSeconds(10), BreakDuration = TimeSpan.FromSeconds(5),
                ShouldHandle = args => ValueTask.FromResult(HttpClientResiliencePredicates.IsTransient(args.Outcome) && args.Outcome.Result?.StatusCode != HttpStatusCode.TooManyRequests),
            })
            .AddTimeout(most);
    }
}
