using Wangting.Kernel;

namespace Wangting.ModuleTests.Kernel;

public sealed class Storing_together
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Stores nothing until it is let go; what it was asked to store together is kept.
    sealed class Gate
    {
        readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly SemaphoreSlim begun = new(0), done = new(0);
        readonly List<int[]> stored = [];

        public void Open() => open.SetResult();

        public Task BegunAsync() => begun.WaitAsync(Ct);

        public async Task StoredAsync(int works)
        {
            for (var i = 0; i < works; i++) await done.WaitAsync(Ct);
        }

        public IReadOnlyList<int[]> Stored { get { lock (stored) return [.. stored]; } }

        public async Task<IReadOnlyList<string>> StoreAsync(IReadOnlyList<int> work, CancellationToken ct)
        {
            begun.Release();
            await open.Task.WaitAsync(ct);
            if (work.Contains(13)) throw new InvalidOperationException("13");
            lock (stored) stored.Add([.. work]);
            done.Release(work.Count);
            return [.. work.Select(w => $"answer {w}")];
        }
    }

    // Both hands are busy: what comes now waits.
    static async Task<(Task<string>, Task<string>)> OccupyAsync(Together<int, string> together, Gate gate)
    {
        var first = together.DoAsync(1, Ct);
        await gate.BegunAsync();
        var second = together.DoAsync(2, Ct);
        await gate.BegunAsync();
        return (first, second);
    }

    [Fact]
    public async Task What_comes_while_others_are_stored_is_stored_as_one_and_each_hears_its_own()
    {
        var gate = new Gate();
        using var together = new Together<int, string>(gate.StoreAsync);
        var (first, second) = await OccupyAsync(together, gate);
        var later = Enumerable.Range(3, 10).Select(n => together.DoAsync(n, Ct)).ToArray();
        gate.Open();

        Assert.Equal(("answer 1", "answer 2"), (await first, await second));
        Assert.Equal(Enumerable.Range(3, 10).Select(n => $"answer {n}"), await Task.WhenAll(later));
        Assert.Contains(gate.Stored, s => s.Length > 1);
        Assert.Equal(Enumerable.Range(1, 12), gate.Stored.SelectMany(s => s).Order());
    }

    [Fact]
    public async Task One_that_cannot_be_stored_falls_on_nobody_else()
    {
        var gate = new Gate();
        using var together = new Together<int, string>(gate.StoreAsync);
        var (first, second) = await OccupyAsync(together, gate);
        var (good, bad, better) = (together.DoAsync(12, Ct), together.DoAsync(13, Ct), together.DoAsync(14, Ct));
        gate.Open();

        Assert.Equal(("answer 12", "answer 14"), (await good, await better));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await Task.WhenAll(first, second);
        Assert.Equal([1, 2, 12, 14], gate.Stored.SelectMany(s => s).Order());
    }

    [Fact]
    public async Task Whoever_leaves_before_it_was_begun_takes_it_back_and_whoever_leaves_later_does_not()
    {
        var gate = new Gate();
        using var together = new Together<int, string>(gate.StoreAsync);
        using var leaving = new CancellationTokenSource();
        var begun = together.DoAsync(1, leaving.Token);
        await gate.BegunAsync();
        var other = together.DoAsync(2, Ct);
        await gate.BegunAsync();
        var waiting = together.DoAsync(3, leaving.Token);
        var staying = together.DoAsync(4, Ct);
        await leaving.CancelAsync();
        gate.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => begun);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Task.WhenAll(other, staying);
        await gate.StoredAsync(3);
        Assert.Equal([1, 2, 4], gate.Stored.SelectMany(s => s).Order());
    }

    [Fact]
    public async Task After_the_end_nothing_is_taken()
    {
        var gate = new Gate();
        var together = new Together<int, string>(gate.StoreAsync);
        together.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => together.DoAsync(1, Ct));
    }
}
