using Microsoft.EntityFrameworkCore;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Another system's server asks to show one piece of ours to one of its people.</summary>
/// <param name="Viewer">Who will look, as that system names them.</param>
/// <param name="Customer">A customer number, or a party's id.</param>
/// <param name="Purpose">Why; the customer can read it.</param>
public sealed record AllowEmbed(string? Viewer, string? Customer, EmbedPart? Part, string? Purpose);

/// <param name="Token">Good once, for a minute; it belongs in a form's body, never in an address.</param>
public sealed record EmbedAllowed(string Token, DateTime BeginBy);

public sealed class AllowEmbedHandler(PortalDbContext db, SecretColumns secrets, TimeProvider clock)
{
    public async Task<Outcome<EmbedAllowed>> HandleAsync(AllowEmbed command, RegisteredClient client, Caller caller, CancellationToken ct)
    {
        if (client.EmbedOrigin is not { } origin) return Refusal.NotAllowed("embed.no_origin");
        if (Wrong(command) is { } wrong) return wrong;
        var id = Guid.TryParse(command.Customer, out var party) ? party : Guid.Empty;
        var found = await db.Set<Customer>().Where(c => c.Number == command.Customer || c.PartyId == id).Select(c => (Guid?)c.PartyId).FirstOrDefaultAsync(ct);
        if (found is not { } whose) return Refusal.NotFound("customer.unknown");

        var now = clock.GetUtcNow().UtcDateTime;
        var embed = new Embed
        {
            Id = Guid.CreateVersion7(), ClientId = client.Id, Origin = origin, Viewer = command.Viewer!, PartyId = whose, Customer = command.Customer!, Part = command.Part!.Value, Purpose = command.Purpose!,
            AllowedAt = now, BeginBy = now + Embed.ToBegin,
        };
        db.Add(embed);
        db.Audit(caller, clock, "embed_allowed", "embed", embed.Id.ToString(), whose, embed.Purpose, new { embed.Viewer, embed.Part });
        await db.SaveChangesAsync(ct);
        return new EmbedAllowed(new EmbedToken(embed.Id, embed.ClientId, embed.Viewer, embed.Customer, embed.Part, embed.Purpose, embed.BeginBy).Sign(secrets), embed.BeginBy);
    }

    static Refusal? Wrong(AllowEmbed command) =>
        command.Viewer is not { Length: > 0 and <= 100 } ? Refusal.Invalid("embed.viewer", "viewer")
        : command.Customer is not { Length: > 0 and <= 100 } ? Refusal.Invalid("embed.customer", "customer")
        : command.Part is not { } part || !Enum.IsDefined(part) ? Refusal.Invalid("embed.part", "part", ("parts", string.Join(", ", Enum.GetNames<EmbedPart>()).ToLowerInvariant()))
        : command.Purpose is not { Length: >= 5 and <= 200 } ? Refusal.Invalid("embed.purpose", "purpose", ("least", 5), ("most", 200))
        : null;
}
