using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>The form interpretation algorithm (after VoiceXML 2.1, appendix C): take the input, fill what it can fill, ask
/// the first unfilled field whose guard holds; when none is left, show the summary; on <em>yes</em>, submit. Pure: what it
/// must know and does not, it asks for with <see cref="Step.Load"/>, and is called again with the same input.</summary>
/// <param name="hotline">The number that leads to a person.</param>
public sealed class Interpreter(JourneyBook book, Grammar grammar, string hotline)
{
    /// <param name="problem">Why the last submit or proof was refused, to be said where the person now stands.</param>
    public Step Take(Session session, Input input, Moment moment, IReadOnlyDictionary<FactsKey, Facts> known, Refusal? problem = null) =>
        new Turn(book, grammar, hotline, moment, known, session) { Problem = problem }.Take(input);
}
