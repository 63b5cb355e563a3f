namespace Wangting.Kernel;

/// <summary>A flat row that a module lists to the outside: an <c>IQueryable</c> of it is already restricted to what the caller
/// may see, and can be filtered, ordered and paged in the database.</summary>
public interface IRow
{
    Guid Id { get; }
}

/// <summary>A value that a change may carry or leave alone: not given is not the same as given empty.</summary>
public readonly record struct Given<T>(T? Value, bool IsGiven = true)
{
    public static readonly Given<T> Not = new(default, false);

    /// <summary>The value given, else what stands.</summary>
    public T? Or(T? before) => IsGiven ? Value : before;
}
