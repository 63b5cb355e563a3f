using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.ClusterTests.Payments;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ClusterTests.Mirroring;

public sealed class A_mirror_of_another_process_on_SQLite() : A_mirror_of_another_process(DatabaseKind.Sqlite, ["settled:saving", "settled:committing", "settled:saved"]);

/// <summary>Only the step at which the owner's database itself is in the middle: each costs a start of the host.</summary>
public sealed class A_mirror_of_another_process_on_PostgreSQL() : A_mirror_of_another_process(DatabaseKind.Postgres, ["settled:committing"]);

public abstract class A_mirror_of_another_process(DatabaseKind kind, IReadOnlyList<string> steps)
{
    const string Number = "13300000001", Account = "2500100001";

    [Fact]
    public async Task Shows_and_pays_what_the_owner_owns_and_money_moves_once_though_the_owner_is_killed()
    {
        await using var halls = await TwoHalls.BuildAsync(kind);
        await halls.Owner.StartNodeAsync(halls.Owner.FirstNode);
        await halls.Mirror.StartNodeAsync(halls.Mirror.FirstNode);
        await halls.Mirror.BehaveAsync(new { decide = "approve" });

        // Balance and bill, fetched because somebody looks.
        var owed = await TwoHalls.OwedAsync(halls.Owner, Account);
        Assert.True(owed > 0);
        var home = await ShownAsync(halls, home => home["asOf"] is not null);
        Assert.Equal((Account, owed, false), ((string?)home["account"], (long)home["outstanding"]!, (bool)home["failed"]!));
        Assert.NotNull(home["available"]);

        // Wrong, slow, down: what is known stays, with its age.
        halls.Wire.Rewrite = (_, answer) => answer with { Body = answer.Body.Replace("\"CNY\"", "\"USD\"", StringComparison.Ordinal) };
        await KeptAsync(halls, owed);
        var held = new TaskCompletionSource();
        halls.Wire.Heal();
        halls.Wire.Slow = ("billingAccount", held.Task);
        await KeptAsync(halls, owed);
        held.SetResult();
        halls.Wire.Heal();
        halls.Wire.Down = true;
        await KeptAsync(halls, owed);
        halls.Wire.Heal();
        await ShownAsync(halls, home => !(bool)home["failed"]!);

        // Killed in the middle of taking each payment, and started again.
        for (var step = 0; step < steps.Count; step++)
        {
            var owner = await halls.Owner.StartNodeAsync(halls.Owner.FirstNode, steps[step]);
            await halls.ArmOwnerAsync();
            Assert.NotNull(await halls.Mirror.PayAsync(halls.Mirror.FirstNode, Account, 101 + step, $"owner-killed-at-{step}"));
            Assert.True(await owner.DiesWithinAsync(TimeSpan.FromSeconds(60)), $"It never came to {steps[step]}. {owner.Said}");
            await halls.Owner.StartNodeAsync(halls.Owner.FirstNode);
            await Town.UntilAsync("the owner has acknowledged it", async () => await halls.UnbookedAsync() == 0);
        }

        for (var step = 0; step < steps.Count; step++)
            Assert.Equal((1, 1), (await TwoHalls.TakenAsync(halls.Mirror, Account, 101 + step), await TwoHalls.TakenAsync(halls.Owner, Account, 101 + step)));
        var paid = Enumerable.Range(0, steps.Count).Sum(step => 101L + step);
        Assert.Equal(owed - paid, await TwoHalls.OwedAsync(halls.Owner, Account));
        await ShownAsync(halls, home => (long)home["outstanding"]! == owed - paid && !(bool)home["failed"]!);
        await halls.Mirror.AssertSameOnBothSidesAsync(paid);
        Assert.Null((await halls.Owner.InOfficeAsync(s => s.GetRequiredService<VerifyLedger>().HandleAsync(Caller.System, CancellationToken.None))).Value.Wrong);
    }

    static async Task<JsonNode> ShownAsync(TwoHalls halls, Predicate<JsonNode> enough)
    {
        JsonNode? home = null;
        await Town.UntilAsync("the copy is as expected", async () => enough(home = await halls.HomeAsync(Number)));
        return home!;
    }

    // The copy is shown as it was, and that the last try failed is said.
    static async Task KeptAsync(TwoHalls halls, long owed) =>
        Assert.Equal(owed, (long)(await ShownAsync(halls, home => (bool)home["failed"]! && home["asOf"] is not null))["outstanding"]!);
}
