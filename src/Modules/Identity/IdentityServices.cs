using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Every operation of the module, grouped by noun.</summary>
public static class IdentityServices
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSettings<SignInRules>("SignIn");
        services.AddScoped<Limiter>();
        services.AddSingleton<ServicePasswords>();
        services.AddSingleton<VoicePins>();

        // codes
        services.AddScoped<AskForCodeHandler>();
        services.AddEventsHandler<CodeWanted, SendCode>();

        // signing in
        services.AddScoped<OpenSession>();
        services.AddScoped<SignInByCodeHandler>();
        services.AddScoped<SignInByPasswordHandler>();
        services.AddScoped<SignInByPasskeyHandler>();
        services.AddScoped<OfferQrSignInHandler>();
        services.AddScoped<ViewQrSignInHandler>();
        services.AddScoped<AnswerQrSignInHandler>();
        services.AddScoped<CollectQrSignInHandler>();

        // sessions and proofs
        services.AddScoped<CheckSessionHandler>();
        services.AddScoped<ListSessionsHandler>();
        services.AddScoped<EndSessionHandler>();
        services.AddScoped<EndAllSessionsHandler>();
        services.AddScoped<ListProofsHandler>();
        services.AddScoped<ProveAgainHandler>();
        services.AddScoped<ProveByPasskeyHandler>();
        services.AddScoped<ForgetSpentProofs>();
        services.AddRecurring<ForgetSpentProofs>("identity.forget", "0 17 * * * *", (forget, ct) => forget.HandleAsync(ct));

        // numbers, by tenure
        services.AddScoped<GrantHandleHandler>();
        services.AddScoped<EndHandleHandler>();
        services.AddScoped<RecordSimChangeHandler>();
        services.AddScoped<BindNumberHandler>();
        services.AddScoped<UnbindNumberHandler>();
        services.AddScoped<ListNumbersHandler>();
        services.AddScoped<FindPersonByNumber>();
        services.AddScoped<SetServicePasswordHandler>();
        services.AddScoped<SetVoicePinHandler>();

        // the person
        services.AddScoped<SetEmailHandler>();
        services.AddScoped<ViewEmailHandler>();
        services.AddScoped<SetLanguageHandler>();

        // passkeys
        services.AddScoped<AddPasskeyHandler>();
        services.AddScoped<RenamePasskeyHandler>();
        services.AddScoped<RemovePasskeyHandler>();
        services.AddScoped<ListPasskeysHandler>();
        services.AddScoped<IUserStore<PasskeyOwner>, PasskeyStore>();
        services.AddIdentityCore<PasskeyOwner>();

        // a voice or text dialogue
        services.AddScoped<FindLineUserHandler>();
        services.AddScoped<ProveInDialogueHandler>();
        services.AddScoped<ProveByVoicePinHandler>();

        services.AddOpenId();
        services.AddStaffAccounts();
        return services;
    }
}
