using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Wangting.ModuleTests.SignIn;

/// <summary>The statements that one flow of work sends to the database.</summary>
/// <remarks>Listens from the start: a pooled context remembers for a second that nobody did.</remarks>
internal sealed class StatementLog : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
    static readonly AsyncLocal<List<string>?> Current = new();

    [ModuleInitializer]
    internal static void Listen() => DiagnosticListener.AllListeners.Subscribe(new StatementLog());

    public static async Task<IReadOnlyList<string>> OfAsync(Func<Task> act)
    {
        var said = Current.Value = [];
        await act();
        Current.Value = null;
        return said;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory) value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is CommandExecutedEventData done) Current.Value?.Add(done.Command.CommandText);
    }

    public void OnCompleted() { }
    public void OnError(Exception error) { }
}
