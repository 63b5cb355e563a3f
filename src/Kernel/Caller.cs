using System.Collections.Frozen;

namespace Wangting.Kernel;

/// <summary>By which door somebody came.</summary>
public enum Channel { Web, Sms, Ussd, Wap, Voice, Chat, Api, Staff, Terminal, System }

public enum CallerKind { Nobody, Person, Staff, Machine, System }

/// <summary>How sure we are who is there, weakest first.</summary>
public enum Assurance
{
    /// <summary>Nobody signed in.</summary>
    None = 0,
    /// <summary>The line's present user, who need not be its holder: an SMS, a USSD dialogue, a caller's number.</summary>
    Line = 1,
    /// <summary>A one-time code, a service password or a PIN given in this session.</summary>
    Proven = 2,
    /// <summary>A passkey, or two factors together.</summary>
    Strong = 3,
}

/// <summary>A level and when it was last shown.</summary>
/// <param name="ByLine">True when possession of the line (a code to it) was the only proof: after a change of SIM that
/// does not suffice for sensitive acts for a set time.</param>
public readonly record struct Proof(Assurance Level, DateTime At, bool ByLine = false)
{
    public static readonly Proof None = new(Assurance.None, DateTime.UnixEpoch);
    public bool Meets(Assurance needed, TimeSpan maxAge, DateTime now) => Level >= needed && now - At <= maxAge;
}

/// <summary>Who asks, by what door, how surely, and for whom. Made once by the door and passed as a parameter;
/// nothing reads it from the air.</summary>
public sealed record Caller
{
    public required CallerKind Kind { get; init; }
    public required Channel Channel { get; init; }
    /// <summary>The person, member of staff or machine client; empty for nobody.</summary>
    public Guid SubjectId { get; init; }
    /// <summary>The tenure of the number they came by, if they came by one.</summary>
    public Guid? TenureId { get; init; }
    public Guid? SessionId { get; init; }
    public Proof Proof { get; init; } = Proof.None;
    /// <summary>The party (person or organisation) on whose behalf the act is done, when not the caller's own; at a desk the
    /// customer who has been opened.</summary>
    public Guid? ActingFor { get; init; }
    /// <summary>BCP 47 tag of the language to answer in.</summary>
    public string Language { get; init; } = "zh-CN";
    /// <summary>What roles (staff) or scopes (machines) allow; empty means nothing.</summary>
    public IReadOnlySet<string> Permissions { get; init; } = FrozenSet<string>.Empty;
    /// <summary>Permissions that hold in some areas only, with those areas; one not named here holds in the whole cell.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Bounds { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;
    /// <summary>Network address, for audit.</summary>
    public string? Address { get; init; }

    public bool IsPerson => Kind == CallerKind.Person;
    public bool Can(string permission) => Kind == CallerKind.System || Permissions.Contains(permission);

    public static Caller Nobody(Channel channel, string language = "zh-CN") => new() { Kind = CallerKind.Nobody, Channel = channel, Language = language };

    /// <summary>The system itself: schedules, outbox handlers, command line.</summary>
    public static readonly Caller System = new() { Kind = CallerKind.System, Channel = Channel.System };

    /// <summary>The refusal to give when the proof does not suffice, or null. The door then asks for what is missing.</summary>
    public Refusal? Needs(Assurance level, TimeSpan maxAge, DateTime now) =>
        Kind == CallerKind.System || Proof.Meets(level, maxAge, now) ? null : Refusal.StepUp(level, maxAge);
}
