using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Channels.SignIn;

/// <summary>WebAuthn between page and operation, on ASP.NET Core Identity's handler. The options stand in the page, the
/// challenge they belong to in a closed cookie; a small script hands them to the browser and posts the answer as a form.</summary>
public sealed class PasskeyDoor(IPasskeyHandler<PasskeyOwner> handler, Doorway doorway, IHttpContextAccessor accessor)
{
    const string Step = "passkey";
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    sealed record Challenge(bool New, string State);

    HttpContext Http => accessor.HttpContext!;

    /// <summary>Options for making a new passkey.</summary>
    internal async Task<string> OfferNewAsync(Caller caller, string name)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = caller.SubjectId.ToString(), Name = name, DisplayName = name }, Http);
        doorway.Keep(Step, new Challenge(true, made.AttestationState ?? ""), Lifetime);
        return made.CreationOptionsJson;
    }

    /// <summary>Options for showing one. Without a person any passkey of this hall will do.</summary>
    internal async Task<string> AskAsync(Caller? caller)
    {
        var made = await handler.MakeRequestOptionsAsync(caller is null ? null : new PasskeyOwner(caller.SubjectId), Http);
        doorway.Keep(Step, new Challenge(false, made.AssertionState ?? ""), Lifetime);
        return made.RequestOptionsJson;
    }

    internal async Task<Outcome<UserPasskeyInfo>> TakeNewAsync(string? credential, Caller caller)
    {
        if (Read(credential, isNew: true) is not { } state) return Refusal.NotAllowed("passkey.failed");
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { CredentialJson = credential!, HttpContext = Http, AttestationState = state });
        return result.Succeeded && result.UserEntity.Id == caller.SubjectId.ToString() ? result.Passkey : Refusal.NotAllowed("passkey.failed");
    }

    internal async Task<Outcome<UserPasskeyInfo>> TakeAsync(string? credential)
    {
        if (Read(credential, isNew: false) is not { } state) return Refusal.NotAllowed("passkey.failed");
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { CredentialJson = credential!, HttpContext = Http, AssertionState = state });
        return result.Succeeded ? result.Passkey : Refusal.NotAllowed("passkey.failed");
    }

    string? Read(string? credential, bool isNew)
    {
        var challenge = doorway.Kept<Challenge>(Step);
        doorway.Drop(Step);
        return credential is { Length: > 0 and < 20_000 } && challenge is { State.Length: > 0 } && challenge.New == isNew ? challenge.State : null;
    }
}
