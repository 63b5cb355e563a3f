using System.Collections.Frozen;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>One self-service task, written once for every channel: a form in the sense of VoiceXML 2.1. Data only; what it
/// asks of the modules is its <see cref="IJourneyWork"/>.</summary>
public sealed record Journey
{
    /// <summary>Name in addresses and text keys: <c>pay</c> is titled by <c>journey.pay.title</c>.</summary>
    public required string Name { get; init; }
    /// <summary>Raised when fields change their meaning: a session begun on an older one starts its form again.</summary>
    public int Version { get; init; } = 1;
    public IReadOnlyList<Field> Fields { get; init; } = [];
    /// <summary>The operation it submits, always after its summary was confirmed; null when it only answers.</summary>
    public string? Submits { get; init; }
    /// <summary>The proof needed to open it at all.</summary>
    public Assurance Needs { get; init; } = Assurance.Line;
    /// <summary>First words of a keyword line (<c>充值 50</c>) and synonyms in its menu, in every language.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
    /// <summary>Dialled directly: <c>*101#</c>.</summary>
    public string? DialCode { get; init; }
    /// <summary>Channels it is not offered in, each with the reason that the coverage table prints.</summary>
    public IReadOnlyDictionary<Channel, string> NotIn { get; init; } = FrozenDictionary<Channel, string>.Empty;
    /// <summary>Its one choice names the journey to enter next, instead of being submitted.</summary>
    public bool IsMenu { get; init; }

    public Text Title => Text.Of($"journey.{Name}.title");
    public Field? Find(string key) => Fields.FirstOrDefault(f => f.Key == key);
    public bool IsOfferedIn(Channel channel) => !NotIn.ContainsKey(channel);
}

/// <summary>What a journey asks of the modules. Every call gets the caller as the door knows them, and no more.</summary>
public interface IJourneyWork
{
    /// <summary>What there is to say and to choose from at a field, the summary (<see cref="Part.Summary"/>) or the
    /// answer (<see cref="Part.Answer"/>). Reads only.</summary>
    Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct);

    /// <summary>The one act. The same key gives the same result.</summary>
    /// <param name="confirmed">The summary exactly as it was confirmed: what it says is charged is what may be charged.</param>
    Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct);
}

/// <summary>What a submit left behind.</summary>
/// <param name="Reference">By which the answer is looked up, now and after a reload: a payment's id.</param>
/// <param name="ContinueAt">Where it goes on (a gateway's page); a text channel sends it as a link.</param>
public sealed record Submitted(string? Reference = null, Uri? ContinueAt = null);

/// <summary>The parts of a form beside its fields.</summary>
public static class Part
{
    public const string Summary = "$summary";
    public const string Answer = "$answer";
    /// <summary>In the filled values given to the answer: <see cref="Submitted.Reference"/>.</summary>
    public const string Reference = "$reference";
    /// <summary>Awaited field of a summary.</summary>
    public const string Confirm = "confirm";
    /// <summary>Awaited field when a proof is missing.</summary>
    public const string Proof = "proof";
    /// <summary>Awaited field of an answer: where to go on.</summary>
    public const string Onward = "onward";
}
