using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>The demo's gateways: what would have left lies in a table, closed, in the same save that marks it sent.</summary>
internal sealed class Simulator(PortalDbContext db, TimeProvider clock, SecretColumns secrets) : ISmsGateway, IMailGateway
{
    internal const string Purpose = "notices.simulated";

    public Task<Handover> SendAsync(Guid id, string number, string words, CancellationToken ct) => Keep(id, Medium.Sms, number, null, words);

    public Task<Handover> SendAsync(Guid id, string address, string subject, string words, CancellationToken ct) => Keep(id, Medium.Email, address, subject, words);

    Task<Handover> Keep(Guid id, Medium medium, string recipient, string? subject, string words)
    {
        db.Add(new SimulatedMessage { Id = id, Medium = medium, Recipient = recipient, Subject = subject, Body = secrets.Close(Purpose, words), At = clock.GetUtcNow().UtcDateTime });
        return Task.FromResult(Handover.Accepted);
    }
}
