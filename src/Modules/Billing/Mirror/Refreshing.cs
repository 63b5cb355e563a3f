using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Wangting.Billing;

/// <summary>Refreshes under way in this process: one an account, however many people look at it. A refresh goes on when who
/// caused it has stopped waiting, so that the next one finds what it brought.</summary>
public sealed partial class Refreshing(IServiceScopeFactory scopes, IOptions<MirrorOptions> options, ILogger<Refreshing> log)
{
    readonly ConcurrentDictionary<Guid, Task> running = new();

    /// <summary>Starts or joins them, and waits for all, but no longer than a page may.</summary>
    public async Task WaitAsync(IEnumerable<Guid> accounts, CancellationToken ct)
    {
        var all = Task.WhenAll(accounts.Select(a => Run(new RefreshAccount(a, Looked: true))));
        // Real time, whatever clock the hall has: a person waits.
        try { await all.WaitAsync(TimeSpan.FromMilliseconds(options.Value.WaitMilliseconds), ct); }
        catch (TimeoutException) { /* the copy is shown, with its age */ }
    }

    /// <summary>Asks anew, though it was asked a moment ago.</summary>
    public async Task AtOnceAsync(Guid account, CancellationToken ct)
    {
        if (running.TryGetValue(account, out var before)) await before.WaitAsync(ct); // it may have begun too early to know
        await Run(new RefreshAccount(account, AtOnce: true)).WaitAsync(ct);
    }

    public Task RunAsync(Guid account) => Run(new RefreshAccount(account));

    Task Run(RefreshAccount command)
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var one = running.GetOrAdd(command.AccountId, made.Task);
        if (one == made.Task) _ = GoAsync(command, made);
        return one;
    }

    async Task GoAsync(RefreshAccount command, TaskCompletionSource done)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<RefreshAccountHandler>().HandleAsync(command, CancellationToken.None);
        }
#pragma warning disable CA1031 // Nobody waits for its end: what goes wrong is told here or nowhere, and the copy stays as it is.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(command.AccountId, fault);
        }
        finally
        {
            running.TryRemove(command.AccountId, out _);
            done.TrySetResult();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Refreshing account {AccountId} failed")]
    partial void Failed(Guid accountId, Exception fault);
}
