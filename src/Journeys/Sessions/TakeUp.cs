using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>How a conversation begins in a channel, and what of it goes along into another: the answers, never a proof,
/// and never a summary that was shown there and not here.</summary>
internal static class TakeUp
{
    public static Session Begin(Guid id, Caller caller, JourneyBook book) =>
        new() { Id = id, SubjectId = caller.SubjectId, Channel = caller.Channel, Journey = book.Menu.Name, JourneyVersion = book.Menu.Version };

    /// <remarks>Every answer is read anew against what this caller may see here: one that was a choice there and is none
    /// here is asked again. What was ended by a surer proof is not shown to a weaker one.</remarks>
    public static Session In(Session session, Caller caller, JourneyBook book)
    {
        if (session.Channel == caller.Channel && session.SubjectId == caller.SubjectId) return session;
        var here = session with { SubjectId = caller.SubjectId, Channel = caller.Channel, Proof = Proof.None, ProofTicket = null, ProofSentTo = null };
        if (session.Finished) return caller.Proof.Level > Assurance.Line ? here with { AtHuman = false, Misses = 0, Page = 0, Shown = [] } : here.Enter(book.Menu);
        return here with
        {
            Values = Filled.Nothing.Values,
            Offered = session.Offered.SetItems(session.Values),
            Given = session.Given.Union(session.Values.Keys),
            Trail = [],
            ProofNeeded = null,
            ShownSummary = null,
            Shown = [],
            AtHuman = false,
            Misses = 0,
            Page = 0,
        };
    }
}
