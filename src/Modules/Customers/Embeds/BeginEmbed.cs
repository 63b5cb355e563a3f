using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>A browser shows a token, with what its page believes it to be for and the origin of that page.</summary>
/// <param name="InAddress">It stood in an address, where histories and logs keep it: it is spent, and nothing is shown.</param>
public sealed record BeginEmbed(string? Token, string? Viewer, string? Customer, string? Purpose, string? Origin, bool InAddress = false);

/// <summary>A piece that stands in another desk.</summary>
/// <param name="Handle">What the frame's own forms carry; the token is spent.</param>
/// <param name="Desk">To read with: this customer, at this frame, for a quarter of an hour.</param>
public sealed record EmbedBegun(EmbedPart Part, string Handle, string Origin, Caller Desk);

public sealed class BeginEmbedHandler(PortalDbContext db, SecretColumns secrets, TimeProvider clock)
{
    internal const string HandlePurpose = "embed.handle";

    /// <returns>A refusal names the registered origin where the token was ours, so that its page can be shown the reason.</returns>
    public async Task<Outcome<EmbedBegun>> HandleAsync(BeginEmbed command, Caller caller, CancellationToken ct)
    {
        if (EmbedToken.Read(command.Token, secrets) is not { } token) return Refusal.NotAllowed("embed.not_ours");
        var now = clock.GetUtcNow().UtcDateTime;
        var embed = await db.Set<Embed>().SingleOrDefaultAsync(e => e.Id == token.Id && e.ClientId == token.Client, ct);
        if (embed is null) return Refusal.NotAllowed("embed.not_ours");

        var no = Wrong(embed, command, now);
        var handle = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var desk = DeskOf(embed, caller);
        embed.ShownAt ??= now; // spent by the first showing, also a wrong one
        if (no is null)
        {
            (embed.HandleHash, embed.EndsAt) = (secrets.Hash(HandlePurpose, handle), now + Embed.Lasts);
            db.Add(new Opening
            {
                Id = Guid.CreateVersion7(), OpenerId = embed.ClientId, SessionId = embed.Id, PartyId = embed.PartyId, Reason = OpeningReason.Other, Note = embed.Purpose, At = now, Until = now + Embed.Lasts,
            });
        }
        db.Audit(desk, clock, no is null ? "embed_begun" : "embed_refused", "embed", embed.Id.ToString(), embed.PartyId, embed.Purpose, new { embed.Viewer, embed.Part, no?.Code });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("embed.used", ("origin", embed.Origin)); // shown on two nodes at once: the other one has it
        }
        return no is null ? new EmbedBegun(embed.Part, handle, embed.Origin, desk) : no;
    }

    static Refusal? Wrong(Embed embed, BeginEmbed command, DateTime now) =>
        command.InAddress ? Refusal.NotAllowed("embed.in_address")
        : command.Origin != embed.Origin ? Refusal.NotAllowed("embed.wrong_origin")
        : embed.ShownAt is not null ? Refusal.Conflict("embed.used", ("origin", embed.Origin))
        : now > embed.BeginBy ? Refusal.NotAllowed("embed.expired", ("origin", embed.Origin))
        : command.Viewer != embed.Viewer || command.Customer != embed.Customer || command.Purpose != embed.Purpose ? Refusal.NotAllowed("embed.other", ("origin", embed.Origin))
        : null;

    internal static Caller DeskOf(Embed embed, Caller caller) => caller with
    {
        Kind = CallerKind.Machine,
        Channel = Channel.Staff,
        SubjectId = embed.ClientId,
        SessionId = embed.Id,
        ActingFor = embed.PartyId,
        Permissions = new HashSet<string>(StringComparer.Ordinal) { CustomersPermissions.View },
    };
}

/// <summary>The frame goes on by its own handle: to another month or line, never to another customer or piece.</summary>
public sealed class FollowEmbed(PortalDbContext db, SecretColumns secrets, TimeProvider clock)
{
    public async Task<Outcome<EmbedBegun>> HandleAsync(string handle, Caller caller, CancellationToken ct)
    {
        var (hash, now) = (secrets.Hash(BeginEmbedHandler.HandlePurpose, handle), clock.GetUtcNow().UtcDateTime);
        var embed = await db.Set<Embed>().AsNoTracking().SingleOrDefaultAsync(e => e.HandleHash == hash, ct);
        if (embed is null) return Refusal.NotAllowed("embed.not_ours");
        return embed.EndsAt <= now ? Refusal.NotAllowed("embed.over", ("origin", embed.Origin)) : new EmbedBegun(embed.Part, handle, embed.Origin, BeginEmbedHandler.DeskOf(embed, caller));
    }
}
