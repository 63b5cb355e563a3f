namespace Wangting.Journeys;

/// <summary>What the person did, in no channel's terms.</summary>
public abstract record Input
{
    /// <summary>Nothing: say where we are.</summary>
    public sealed record Look : Input;
    /// <summary>Values for awaited fields by key: a web form, a quick reply, JSON.</summary>
    public sealed record Answers(IReadOnlyDictionary<string, string> Values) : Input;
    /// <summary>A line of words, or a spoken sentence.</summary>
    public sealed record Words(string Text) : Input;
    /// <summary>Keys pressed; <c>*</c> within an amount is its point.</summary>
    public sealed record Digits(string Keys) : Input;
    /// <summary>A picture already stored; a photo field takes its id.</summary>
    public sealed record Photo(string StoredAs) : Input;
    /// <summary>Yes to the summary with this fingerprint.</summary>
    public sealed record Confirm(string Digest) : Input;
    /// <summary>Begin a journey, with what is known already.</summary>
    public sealed record Enter(string Journey, IReadOnlyDictionary<string, string>? With = null) : Input;
    /// <summary>The next page of a screen that was too long.</summary>
    public sealed record More : Input;
    public sealed record Back : Input;
    public sealed record Home : Input;
    public sealed record Human : Input;
    /// <summary>Leave without doing anything.</summary>
    public sealed record Stop : Input;
    public sealed record Silence : Input;
}
