using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Kernel;

public static class KernelServices
{
    public static IServiceCollection AddKernel(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSettings<OperatorOptions>("Operator");
        services.AddSingleton<SecretColumns>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxWake>();
        services.AddSingleton<Changes>();
        services.AddSingleton<ChangeNotes>();
        services.AddSingleton(typeof(Kept<,>));
        services.AddScoped<ForgetChanges>();
        services.AddRecurring<ForgetChanges>("changes.forget", "30 * * * * *", (forget, ct) => forget.HandleAsync(ct));
        services.AddSingleton<AnyFollowers>();
        services.AddSingleton<TellOfChanges>();
        services.AddScoped<CountOutbox>();
        services.AddScoped<ViewWork>();
        services.AddScoped<SealAudit>();
        services.AddScoped<VerifyAudit>();
        services.AddScoped<ListAuditHeads>();
        services.AddScoped<TellAuditHead>();
        services.AddRecurring<TellAuditHead>("audit.head", "0 10 0 * * *", (tell, ct) => tell.HandleAsync(ct));
        services.AddScoped<ViewWhoLookedHandler>();
        services.AddScoped<ListAudit>();
        services.AddScoped<ExportAuditHandler>();
        services.AddScoped<NoteRefused>();
        services.AddSingleton<AuditLater>();
        services.AddScoped<ListParkedMessages>();
        services.AddScoped<RetryParkedMessageHandler>();
        services.AddPermissions("kernel", KernelPermissions.ReadAudit, KernelPermissions.ExportAudit, KernelPermissions.ReadOutbox, KernelPermissions.RetryOutbox);
        services.AddRecurring<SealAudit>("audit.seal", "*/3 * * * * *", (seal, ct) => seal.HandleAsync(ct));
        return services;
    }

    /// <summary>The parts that work by themselves; the command line's one-shot commands leave them out.</summary>
    public static IServiceCollection AddKernelWork(this IServiceCollection services)
    {
        services.AddSingleton<OutboxDelivery>();
        services.AddHostedService(s => s.GetRequiredService<OutboxDelivery>());
        services.AddHostedService<RecurringWork>();
        services.AddHostedService(s => s.GetRequiredService<AuditLater>());
        services.AddSingleton<ChangeWatch>();
        services.AddHostedService(s => s.GetRequiredService<ChangeWatch>());
        return services;
    }

    /// <summary>Registers recurring work: an operation run on a cron expression (with seconds, operator's zone).</summary>
    public static IServiceCollection AddRecurring<TOperation>(this IServiceCollection services, string name, string cron, Func<TOperation, CancellationToken, Task> run) where TOperation : notnull =>
        services.AddSingleton(new Recurring(name, cron, (scope, ct) => run(scope.GetRequiredService<TOperation>(), ct)));
}
