using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Storage.Demo;

/// <summary>A desk clerk who has enrolled already, so that the desk can be seen without setting up a code generator: the
/// recovery codes of this start stand in for it, each once.</summary>
public sealed record DemoClerk(string Name, string Password, IReadOnlyList<string> RecoveryCodes)
{
    const string ClerkName = "desk", ClerkPassword = "counter-number-seven";

    /// <returns>Null when the demo goes on with the data of the last time.</returns>
    public static async Task<DemoClerk?> AddAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var at = scope.ServiceProvider;
        var (db, nobody) = (at.GetRequiredService<PortalDbContext>(), Caller.Nobody(Channel.Staff));
        if ((await at.GetRequiredService<AddStaffHandler>().HandleAsync(new(ClerkName, "演示客服", ["agent"]), Caller.System, ct)).IsRefused(out _, out var added)) return null;
        // As a person would do it: nothing in the demo signs in by another door than the product's.
        var session = (await at.GetRequiredService<StartStaffSignInHandler>().HandleAsync(new(ClerkName, added.OneTimePassword), nobody, ct)).Value.SessionId;
        await at.GetRequiredService<BeginStaffEnrolment>().HandleAsync(session, ct);
        var closed = await db.Set<StaffMember>().Where(s => s.Id == added.Id).Select(s => s.TotpSecret!).SingleAsync(ct);
        var secret = Convert.FromBase64String(at.GetRequiredService<SecretColumns>().Open(ProveStaffHandler.TotpPurpose, closed));
        var code = Totp.Code(secret, Totp.StepAt(at.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime));
        var enrolled = (await at.GetRequiredService<EnrolStaffHandler>().HandleAsync(new(session, ClerkPassword, code), nobody, ct)).Value;
        await at.GetRequiredService<EndStaffSession>().HandleAsync(session, nobody, ct);
        return new DemoClerk(ClerkName, ClerkPassword, enrolled.Codes);
    }
}
