using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.SignIn;

/// <summary>Signing in without a door: numbers are granted, codes arrive at the simulator.</summary>
public abstract partial class IdentitySuite(DatabaseKind kind) : StorageSuite(kind)
{
    protected const string Number = "+8613300000001", Other = "+8613300000002";

    protected static Caller Nobody { get; } = Caller.Nobody(Channel.Web) with { Address = "192.0.2.1" };
    protected static Browser Browser { get; } = new(null, "Chrome · Android");

    protected override void Register(IServiceCollection services) => services.AddNotices().AddIdentity().AddSingleton<OutboxDelivery>()
        .AddEventHandler<NumberBound, Ignore>().AddEventHandler<NumberUnbound, Ignore>();

    protected Task<Outcome<TResult>> DoAsync<THandler, TResult>(Func<THandler, Task<Outcome<TResult>>> act) where THandler : notnull => InScopeAsync(s => act(s.GetRequiredService<THandler>()));

    /// <summary>A tenure that began yesterday.</summary>
    protected async Task<Guid> GrantAsync(string number, Guid? subject, IdentifierKind kind = IdentifierKind.Mobile)
    {
        var tenure = Guid.CreateVersion7();
        var granted = await InScopeAsync(async s =>
        {
            var outcome = await s.GetRequiredService<GrantHandleHandler>().HandleAsync(new(tenure, new(kind, number), subject, Now.AddDays(-1)), Ct);
            if (outcome.Succeeded) await s.GetRequiredService<PortalDbContext>().SaveChangesAsync(Ct);
            return outcome;
        });
        Assert.Null(granted.Refusal);
        return tenure;
    }

    protected Task EndAsync(Guid tenure) => InScopeAsync(async s =>
    {
        Assert.True((await s.GetRequiredService<EndHandleHandler>().HandleAsync(new(tenure, Now), Ct)).Succeeded);
        await s.GetRequiredService<PortalDbContext>().SaveChangesAsync(Ct);
    });

    protected async Task DeliverAsync()
    {
        while (await Services.GetRequiredService<OutboxDelivery>().DeliverDueAsync(Ct) > 0) { }
    }

    protected async Task<IReadOnlyList<SimulatedLine>> MessagesAsync(string to)
    {
        await DeliverAsync();
        return await InScopeAsync(s => s.GetRequiredService<ListSimulatedHandler>().HandleAsync(new(to), Ct));
    }

    protected async Task<Guid> AskAsync(string to, Caller? caller = null, CodePurpose purpose = CodePurpose.SignIn, string? device = null)
    {
        var asked = await DoAsync<AskForCodeHandler, CodeTicket>(h => h.HandleAsync(new(purpose, to, device), caller ?? Nobody, Ct));
        Assert.Null(asked.Refusal);
        return asked.Value.Ticket;
    }

    protected async Task<string> CodeAsync(string to) => Six().Match((await MessagesAsync(to))[0].Body).Value;

    protected Task<Outcome<SignedIn>> EnterAsync(Guid ticket, string code, string? device = null) =>
        DoAsync<SignInByCodeHandler, SignedIn>(h => h.HandleAsync(new(ticket, code, Browser with { DeviceKey = device }), Nobody, Ct));

    protected async Task<SignedIn> SignInAsync(string number)
    {
        var ticket = await AskAsync(number);
        var signedIn = await EnterAsync(ticket, await CodeAsync(number));
        Assert.Null(signedIn.Refusal);
        return signedIn.Value;
    }

    /// <summary>What a request with this session's cookie would be.</summary>
    protected async Task<Caller?> CallerAsync(SignedIn signedIn) =>
        await InScopeAsync(s => s.GetRequiredService<CheckSessionHandler>().HandleAsync(new(signedIn.SessionId), Ct)) is not { } facts ? null
            : Nobody with { Kind = CallerKind.Person, SubjectId = facts.SubjectId, TenureId = facts.TenureId, SessionId = facts.SessionId, Proof = facts.Proof };

    protected static string Wrong(string code) => code == "111111" ? "222222" : "111111";

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])")] private static partial Regex Six();

    private sealed class Ignore : IHandle<NumberBound>, IHandle<NumberUnbound>
    {
        public Task HandleAsync(NumberBound what, CancellationToken ct) => Task.CompletedTask;
        public Task HandleAsync(NumberUnbound what, CancellationToken ct) => Task.CompletedTask;
    }
}
