using Wangting.Storage;

namespace Wangting.ClusterTests.Payments;

/// <summary>The real host and the bank as processes, killed with SIGKILL. Afterwards the bank's movements and the ledger
/// say the same: nothing lost, nothing doubled.</summary>
public abstract class A_process_killed_in_a_payment(DatabaseKind kind, IReadOnlyList<string> steps)
{
    [Fact]
    public async Task At_any_step_loses_and_doubles_nothing()
    {
        await using var town = await Town.BuildAsync(kind);
        long expected = 0;
        (string Account, long Amount, string Key)? interrupted = null;
        for (var step = 0; step < steps.Count; step++)
        {
            var node = await town.StartNodeAsync(town.FirstNode, steps[step]);
            // The customer whose payment was cut off tries again, with the form they still have open.
            if (interrupted is { } again) await town.PayAsync(town.FirstNode, again.Account, again.Amount, again.Key);
            await town.ApproveAllAsync();

            interrupted = (town.Accounts[step % town.Accounts.Count], 1000 + step, $"killed-at-step-{step}");
            expected += interrupted.Value.Amount;
            await town.PayAsync(town.FirstNode, interrupted.Value.Account, interrupted.Value.Amount, interrupted.Value.Key, arm: true);
            await town.ApproveAllAsync();
            Assert.True(await node.DiesWithinAsync(TimeSpan.FromSeconds(60)), $"It never came to {steps[step]}. {node.Said}");
        }

        await town.StartNodeAsync(town.FirstNode);
        await town.PayAsync(town.FirstNode, interrupted!.Value.Account, interrupted.Value.Amount, interrupted.Value.Key);
        await town.ApproveAllAsync();
        await town.AssertSameOnBothSidesAsync(expected);
    }
}

public sealed class A_process_killed_in_a_payment_on_SQLite() : A_process_killed_in_a_payment(DatabaseKind.Sqlite, Faults.Steps);

/// <summary>Only the steps at which the database itself is in the middle: each costs a start of the host.</summary>
public sealed class A_process_killed_in_a_payment_on_PostgreSQL() : A_process_killed_in_a_payment(DatabaseKind.Postgres, ["intent:committing", "settled:committing", "settled:saved"]);

/// <summary>Two nodes on one PostgreSQL while customers pay at both, and the bank misbehaves.</summary>
public sealed class Two_nodes_of_which_one_is_killed
{
    [Fact]
    public async Task Book_what_the_bank_moved_and_no_more()
    {
        await using var town = await Town.BuildAsync(DatabaseKind.Postgres);
        var (first, second) = (town.FirstNode, OwnProcess.FreePort());
        await Task.WhenAll(town.StartNodeAsync(first), town.StartNodeAsync(second));
        await town.BehaveAsync(new { decide = "approve", repeatNotifications = 3, forgeNotifications = 2, notifyBeforeAnswer = true });

        var random = new Random(20261123);
        var keys = Enumerable.Range(0, 24).Select(i => (Key: $"two-nodes-{i:D2}", Amount: 100L + i, Account: town.Accounts[i % town.Accounts.Count])).ToList();
        var paying = Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (key, ct) =>
        {
            // A customer presses again, perhaps at the other node, until somebody answers.
            for (var attempt = 0; ; attempt++)
            {
                var answer = await town.PayAsync(attempt % 2 == 0 ^ key.Amount % 2 == 0 ? first : second, key.Account, key.Amount, key.Key);
                if (answer is not null && answer.Length > 32) return;
                await Task.Delay(200, ct);
            }
        });
        foreach (var victim in new[] { first, second })
        {
            await Task.Delay(random.Next(100, 900));
            await town.StartNodeAsync(victim); // kills the one before
        }
        await town.KillBankAsync();
        await town.StartBankAsync();
        await paying;

        await town.BehaveAsync(new { decide = "ask" });
        await town.ApproveAllAsync();
        foreach (var key in keys) await town.PayAsync(second, key.Account, key.Amount, key.Key);
        await town.ApproveAllAsync();
        await town.AssertSameOnBothSidesAsync(keys.Sum(k => k.Amount));
    }
}
