using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Another system tells of a contact that it had with a customer, so that the history here is whole.</summary>
/// <param name="Id">Chosen by the door.</param>
/// <param name="Channel">Of ours by its name, or a word of that system.</param>
/// <param name="Words">What happened, as the customer will read it in their history.</param>
/// <param name="PartyId">A party, or a customer; null when nobody is known.</param>
/// <param name="At">Now when null.</param>
public sealed record TellOfTouch(Guid Id, Guid? PartyId, TouchDirection Direction, string Channel, string Words, string? Status, DateTime? At, DateTime? EndedAt, string? ObjectKind, string? ObjectId);

public sealed class TellOfTouchHandler(PortalDbContext db, TimeProvider clock)
{
    /// <summary>Clocks of two systems, and days of two zones, differ; more than that lies in the future.</summary>
    static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    public async Task<Outcome<Done>> HandleAsync(TellOfTouch command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteTouches) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        if (Wrong(command, now) is { } wrong) return wrong;
        var party = command.PartyId is not { } named ? null
            : await db.Set<Party>().Where(p => p.Id == named || db.Set<Customer>().Any(c => c.Id == named && c.PartyId == p.Id)).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(ct);
        if (command.PartyId is not null && party is null) return Refusal.Invalid("party.not_known", "relatedParty");

        // Exactly our name: a channel that another system writes otherwise is given back as it writes it.
        var ours = Enum.TryParse<Channel>(command.Channel, out var channel) && channel.ToString() == command.Channel;
        db.Add(new Touch
        {
            Id = command.Id, PartyId = party, At = command.At ?? now, EndedAt = command.EndedAt, ToldAt = now, Channel = ours ? channel : Channel.Api, ChannelName = ours ? null : command.Channel,
            Direction = command.Direction, Reason = Touch.Told, Words = command.Words, Status = command.Status, ObjectKind = command.ObjectKind, ObjectId = command.ObjectId, ActorId = caller.SubjectId,
        });
        db.Audit(caller, clock, "touch_told", "partyInteraction", command.Id.ToString(), party);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }

    static Refusal? Wrong(TellOfTouch command, DateTime now) =>
        command.At > now + Ahead ? Refusal.Invalid("touch.in_future", "interactionDate")
        : command.EndedAt < (command.At ?? now) ? Refusal.Invalid("touch.ends_before", "interactionDate")
        : command.Words.Length > 400 ? Refusal.Invalid("record.too_long", "reason", ("most", 400))
        : command.Channel.Length > 100 ? Refusal.Invalid("record.too_long", "channel", ("most", 100))
        : command.Status?.Length > 40 ? Refusal.Invalid("record.too_long", "status", ("most", 40))
        : command.ObjectKind?.Length > 60 || command.ObjectId?.Length > 100 ? Refusal.Invalid("record.too_long", "interactionItem", ("most", 60))
        : null;
}
