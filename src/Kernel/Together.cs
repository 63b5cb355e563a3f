using System.Threading.Channels;

namespace Wangting.Kernel;

/// <summary>Work that arrives while other work is being stored waits for it and is then stored with all that came meanwhile, in
/// one transaction: under load many share a commit, and whoever comes alone waits for nobody
/// (docs/decisions/0024). Each asker is answered when its own is stored.</summary>
public sealed class Together<TWork, TAnswer> : IDisposable
{
    // While the statements of one are at the database, the other decides.
    const int Hands = 2;
    // More would lengthen the wait and the locks, and save hardly anything: a commit is already shared by many.
    const int Most = 32;

    readonly Channel<Asked> waiting = System.Threading.Channels.Channel.CreateUnbounded<Asked>();
    readonly Func<IReadOnlyList<TWork>, CancellationToken, Task<IReadOnlyList<TAnswer>>> store;
    int open;

    sealed record Asked(TWork Work, CancellationToken Ct)
    {
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <param name="store">Stores all in one transaction, or nothing and throws; answers each in its place.</param>
    public Together(Func<IReadOnlyList<TWork>, CancellationToken, Task<IReadOnlyList<TAnswer>>> store)
    {
        this.store = store;
        // Not in the name of whoever happens to ask first: neither their trace nor their request.
        using (ExecutionContext.SuppressFlow())
            for (var hand = 0; hand < Hands; hand++) _ = Task.Run(StoreWhatComesAsync);
    }

    /// <summary>Stores it, perhaps with others'. An asker who leaves takes back what has not been begun, and no more.</summary>
    public Task<TAnswer> DoAsync(TWork work, CancellationToken ct)
    {
        var asked = new Asked(work, ct);
        Interlocked.Increment(ref open);
        return waiting.Writer.TryWrite(asked) ? asked.Answer.Task.WaitAsync(ct) : throw new ObjectDisposedException(GetType().Name);
    }

    public void Dispose() => waiting.Writer.TryComplete();

    async Task StoreWhatComesAsync()
    {
        var taken = new List<Asked>(Most);
        while (await waiting.Reader.WaitToReadAsync())
        {
            // Whoever is ready to ask comes first: those who were answered just now, above all.
            await Task.Yield();
            // Each hand takes its share, or one would for ever store many and the other few.
            var (share, seen) = (Math.Min(Most, (Volatile.Read(ref open) + Hands - 1) / Hands), 0);
            taken.Clear();
            for (; taken.Count < share && waiting.Reader.TryRead(out var asked); seen++)
                if (!asked.Ct.IsCancellationRequested) taken.Add(asked);
            // When together it fails, nothing is stored: what is wrong with one must not fall on the others.
            if (taken.Count < 2 || !await TryStoreAsync(taken))
                foreach (var asked in taken) await StoreAloneAsync(asked);
            Interlocked.Add(ref open, -seen);
        }
    }

#pragma warning disable CA1031 // Whatever fails is told to whoever asked for it; these hands go on.
    async Task<bool> TryStoreAsync(List<Asked> taken)
    {
        try
        {
            var answers = await store([.. taken.Select(a => a.Work)], CancellationToken.None);
            for (var i = 0; i < taken.Count; i++) taken[i].Answer.SetResult(answers[i]);
            return true;
        }
        catch (Exception) { return false; }
    }

    async Task StoreAloneAsync(Asked asked)
    {
        try { asked.Answer.SetResult((await store([asked.Work], CancellationToken.None))[0]); }
        catch (Exception fault) { asked.Answer.SetException(fault); }
    }
#pragma warning restore CA1031
}
