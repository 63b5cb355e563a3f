using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Journeys;

public static class JourneysServices
{
    public static IServiceCollection AddJourneys(this IServiceCollection services)
    {
        // The journeys, in the order of the menu.
        services.AddJourney<MainMenu>(MainMenu.Form);
        services.AddJourney<BalanceJourney>(BalanceJourney.Form);
        services.AddJourney<BillJourney>(BillJourney.Form);
        services.AddJourney<PayJourney>(PayJourney.Form);
        services.AddJourney<SettingsJourney>(SettingsJourney.Form);
        services.AddJourney<RefundJourney>(RefundJourney.Form);
        services.AddJourney<VoucherJourney>(VoucherJourney.Form);
        services.AddJourney<AutoPayJourney>(AutoPayJourney.Form);
        services.AddJourney<AdvanceJourney>(AdvanceJourney.Form);
        services.AddJourney<TransferJourney>(TransferJourney.Form);
        services.AddJourney<TakeBackJourney>(TakeBackJourney.Form);
        services.AddJourney<DisputeJourney>(DisputeJourney.Form);
        services.AddScoped<Reach>();

        // The engine.
        services.AddSingleton<JourneyBook>();
        services.AddSingleton(s =>
        {
            var home = s.GetRequiredService<IOptions<OperatorOptions>>().Value;
            return new Interpreter(s.GetRequiredService<JourneyBook>(), new Grammar(home.ToCurrency(), home.Country), home.Hotline);
        });

        // Conversations.
        services.AddScoped<GiveProof>();
        services.AddScoped<TakeStepHandler>();
        services.AddScoped<ViewJourneyHandler>();
        services.AddScoped<ResumeJourneyHandler>();
        services.AddScoped<ListJourneysHandler>();
        services.AddScoped<ListOpenJourneysHandler>();
        services.AddScoped<ListConfirmationsHandler>();
        services.AddPermissions("journeys", SwitchJourneyHandler.Permission);
        services.AddScoped<SwitchJourneyHandler>();
        services.AddScoped<ListSwitches>();
        services.AddScoped<ForgetSessions>();
        services.AddRecurring<ForgetSessions>("journeys.forget", "0 */10 * * * *", (forget, ct) => forget.HandleAsync(ct));
        return services;
    }

    /// <summary>Adds a journey to the book, and what it asks of the modules under its name.</summary>
    public static IServiceCollection AddJourney<TWork>(this IServiceCollection services, Journey form) where TWork : class, IJourneyWork =>
        services.AddSingleton(form).AddKeyedScoped<IJourneyWork, TWork>(form.Name);
}
