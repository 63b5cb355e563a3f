using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>What the interpreter wants next.</summary>
public abstract record Step(Session Session)
{
    /// <summary>These facts first; then the same input again.</summary>
    public sealed record Load(Session Session, FactsKey What) : Step(Session);
    /// <summary>The turn is over: keep the session, show the screen.</summary>
    public sealed record Show(Session Session, Screen Screen) : Step(Session);
    /// <summary>The one act of the journey, confirmed where it must be.</summary>
    public sealed record Submit(Session Session, Facts Confirmed) : Step(Session);
    /// <summary>Another journey, begun elsewhere, is to be taken up: by its id from the menu, or by its resume code.</summary>
    public sealed record Resume(Session Session, Guid? Other, string? Code) : Step(Session);
    /// <summary>A code was given for a missing proof (or, when null, a new one is asked for).</summary>
    public sealed record Prove(Session Session, string? Code) : Step(Session);
}

/// <summary>What holds at this input and is nobody's answer.</summary>
/// <param name="Proof">The strongest that the caller or this session has shown.</param>
/// <param name="Wide">The channel shows all fields at once that do not depend on one another.</param>
/// <param name="Off">Journeys that an administrator has switched off.</param>
public sealed record Moment(DateTime Now, Proof Proof, Channel Channel, bool Wide, IReadOnlySet<string> Off);

/// <summary>A level of proof and how fresh it must be.</summary>
public sealed record ProofNeeded(Assurance Level, TimeSpan Within);
