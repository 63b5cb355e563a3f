namespace Wangting.Storage.Synthetic;

/// <summary>Takes one row's values, column by column, as they lie in the database: a COPY stream, a statement's
/// parameters, or a hash over what is there.</summary>
internal abstract class RowWriter
{
    /// <summary>A row begins.</summary>
    public abstract void Begin(int columns);
    public abstract void Null();
    public abstract void Write(string value);
    public abstract void Write(Guid value);
    public abstract void Write(DateTime value);
    public abstract void Write(DateOnly value);
    public abstract void Write(long value);
    public abstract void Write(int value);
    public abstract void Write(bool value);
}
