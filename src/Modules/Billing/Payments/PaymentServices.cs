using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Wangting.Kernel;

namespace Wangting.Billing;

internal static class PaymentServices
{
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddSettings<PaymentOptions>("Payments")
            .Validate(o => o.PublicAddress is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, "Payments:PublicAddress is an absolute address such as https://hall.example.org.")
            .Validate(o => o.NotifyAddress is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, "Payments:NotifyAddress is an absolute address such as https://hall.example.org.")
            .Validate(o => o.Sandbox.Address is null || (o.Sandbox.Address.IsAbsoluteUri && o.Sandbox.Secret.Length >= 16),
                "Payments:Sandbox needs an absolute Address and a Secret of at least 16 characters; leave Address out to switch it off.")
            .Validate(o => o.Sandbox.Address is null || o.PublicAddress is not null, "Payments:PublicAddress is needed when a gateway is on: payers and notifications come back to it.")
            .ValidateOnStart();
        services.AddSingleton<PaymentAddresses>();
        services.AddHttpClient<IPaymentGateway, SandboxPayments>().AddStandardResilienceHandler(Patience);
        services.AddScoped<StartPaymentHandler>();
        services.AddScoped<RequestPaymentPageHandler>();
        services.AddScoped<SettleTogether>();
        services.AddSingleton(provider => new Together<ToldOfPayment, Outcome<PaymentIntent>>(async (told, ct) =>
        {
            await using var scope = provider.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<SettleTogether>().HandleAsync(told, ct);
        }));
        services.AddScoped(provider => new SettlePaymentHandler(provider.GetRequiredService<Together<ToldOfPayment, Outcome<PaymentIntent>>>()));
        services.AddScoped<CancelPaymentHandler>();
        services.AddScoped<PayFromBalanceHandler>();
        services.AddScoped<ReceivePaymentHandler>();
        services.AddScoped<RequestRefundHandler>();
        services.AddScoped<RefundPaymentHandler>();
        services.AddScoped<ViewPayment>();
        services.AddScoped<ListHeldPayments>();
        services.AddScoped<AskAboutHeldPaymentHandler>();
        services.AddScoped<ListPayable>();
        services.AddScoped<ListRefundable>();
        services.AddScoped<ViewRefund>();
        services.AddEventHandler<PaymentUnsettled, ReconcilePayment>();
        services.AddEventHandler<PaymentSettled, TellOfPayment>();
        services.AddEventHandler<RefundUnsent, SendRefund>();
        return services;
    }

    // A payer waits for the page: eight seconds are the most. What fails now is asked again by reconciliation.
    static void Patience(HttpStandardResilienceOptions options)
    {
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(3);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(8);
        options.Retry.MaxRetryAttempts = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(300);
        // Reconciliation asks one after the other; a gateway that is down must not hold up every other message of the outbox.
        options.CircuitBreaker.MinimumThroughput = 8;
        options.CircuitBreaker.FailureRatio = 0.5;
        options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(20);
        options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(5);
    }
}
