using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>How a conversation begins in a channel, and what of it goes along into another: the answers, never a proof,
/// and never a summary that was shown there and not here.</summary>
internal static class TakeUp
{
    public static Session Begin(Guid id, Caller caller, JourneyBook book) =>
        new() { Id = id, SubjectId = caller.SubjectId, Channel = caller.Channel, Journey = book.Menu.Name, JourneyVersion = book.Menu.Version };

    public static Session In(Session session, Caller caller) =>
        session.Channel == caller.Channel && session.SubjectId == caller.SubjectId ? session : session with
        {
            SubjectId = caller.SubjectId,
            Channel = caller.Channel,
            Proof = Proof.None,
            ProofNeeded = null,
            ProofTicket = null,
            ShownSummary = null,
            Shown = [],
            AtHuman = false,
            Misses = 0,
            Page = 0,
        };
}
