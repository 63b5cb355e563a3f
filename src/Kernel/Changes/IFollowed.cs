namespace Wangting.Kernel;

/// <summary>A record whose changes other systems may follow.</summary>
public interface IFollowed
{
    Guid Id { get; }
    /// <summary>TM Forum noun: <c>individual</c>.</summary>
    string Noun { get; }
}

public enum RecordChange { Create, AttributeValueChange, StateChange, Delete }

/// <summary>A record that others may follow has changed, by whatever door.</summary>
public sealed record RecordChanged(string Noun, Guid Id, RecordChange Change, DateTime At);
