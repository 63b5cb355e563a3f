using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Wangting.ModuleTests.SignIn;

/// <summary>The statements that one flow of work sends to the database.</summary>
internal sealed class StatementLog : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    static readonly AsyncLocal<List<string>?> Current = new();
    readonly List<IDisposable> subscriptions = [];

    StatementLog() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public static async Task<IReadOnlyList<string>> OfAsync(Func<Task> act)
    {
        using var log = new StatementLog();
        var said = Current.Value = [];
        await act();
        Current.Value = null;
        return said;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory) subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is CommandExecutedEventData done) Current.Value?.Add(done.Command.CommandText);
    }

    const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
    public void OnCompleted() { }
    public void OnError(Exception error) { }
    public void Dispose() => subscriptions.ForEach(s => s.Dispose());
}
