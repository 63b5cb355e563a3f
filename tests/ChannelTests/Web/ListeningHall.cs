using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wangting.Storage;

namespace Wangting.ChannelTests.Web;

/// <summary>A hall that keeps what it logs as gone wrong and every statement it sends to the database.</summary>
/// <remarks>On PostgreSQL an answer of the database is truly waited for; on SQLite it is there at once, and a page that
/// draws before it knows anything is not found out.</remarks>
public class ListeningHall(DatabaseKind kind) : RunningHall
{
    readonly Listener listener = new();

    public ConcurrentQueue<string> Faults => listener.Faults;
    public ConcurrentQueue<string> Statements => listener.Statements;

    protected override DatabaseKind Kind => kind;

    protected override void Change(IServiceCollection services)
    {
        services.AddSingleton<ILoggerProvider>(listener);
        services.ConfigureDbContext<SqlitePortalDbContext>(o => o.AddInterceptors(listener));
        services.ConfigureDbContext<PostgresPortalDbContext>(o => o.AddInterceptors(listener));
    }

    /// <summary>One that is running; skipped where there is no such database.</summary>
    public static async Task<ListeningHall> OpenAsync(DatabaseKind kind)
    {
        var hall = new ListeningHall(kind);
        await hall.InitializeAsync();
        return hall;
    }

    sealed class Listener : DbCommandInterceptor, ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Faults { get; } = new();
        public ConcurrentQueue<string> Statements { get; } = new();

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Statements.Enqueue(command.CommandText);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Statements.Enqueue(command.CommandText);
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }

        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error || exception is not null) Faults.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose() { }
    }
}
