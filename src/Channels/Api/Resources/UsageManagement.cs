using Wangting.Billing;
using Wangting.Catalogue;

namespace Wangting.Channels.Api.Resources;

/// <summary>TMF635: events of use, one at a time. Many come by the stream.</summary>
internal static class UsageManagement
{
    internal static readonly OpenApi Api = new("TMF635", "Usage Management", "usageManagement/v4", "usage");

    public static IEnumerable<Resource> All => [Usage];

    static readonly Resource Usage = new Resource<ListedUsage>(Api, "usage", f => f
        .Time("usageDate", u => u.StartedAt)
        .Choice("usageType", u => (UsageKind?)u.Kind, (UsageKind.Voice, "voice"), (UsageKind.Message, "message"), (UsageKind.Data, "data"), (UsageKind.Other, "other"))
        .Text("status", u => u.Status, "guided")
        .List("usageCharacteristic", u => u.Facts, call => ListedUsages.Facts(call.Db), c => c.UsageId, g => g.Text("name", c => c.Name, "quantity").Text("value", c => c.Value, "95").Loose("value").Kept(Shape.Text, "valueType"), always: true)
        .Single("ratedProductUsage", g => g.Amount("taxIncludedRatingAmount", u => u.Charge))
        .Single("relatedParty", g => g.PartyRef(u => u.HolderPartyId, u => u.HolderKind, u => u.HolderName, "customer"))
        .Fixed("@type", "Usage")
        .Kept(Shape.Text, "description", "@baseType", "@schemaLocation").Kept(Shape.Object, "usageSpecification")
        .Required("usageDate", "usageType", "usageCharacteristic", "usageCharacteristic.name", "usageCharacteristic.value"))
    {
        Rows = call => ListedUsages.Of(call.Db, call.Caller, call.Now),
        Whose = u => u.HolderPartyId,
        Complete = (_, rows, _) =>
        {
            ListedUsages.Complete(rows);
            return Task.CompletedTask;
        },
        CreateOnce = (call, id, body, ct) => call.Get<ReceiveUsageHandler>().HandleAsync(new(Event(call, id, body)), call.Caller, ct),
        // The one change there is: it was none.
        Change = (call, id, body, ct) => body.Text("status") == "rejected" ? call.Get<TakeBackUsageHandler>().HandleAsync(new(id), call.Caller, ct)
            : throw new Problem(422, "usage.only_rejected"),
    };

    static IncomingUsage Event(Call call, Guid id, Body body)
    {
        var facts = new UsageFacts(call.Currency, call.Operator.Country);
        facts.Take("usageDate", "startedAt", body.Root.GetProperty("usageDate"));
        facts.Take("usageType", "kind", body.Root.GetProperty("usageType"));
        foreach (var one in body.List("usageCharacteristic"))
            if (one.Root.TryGetProperty("value", out var value)) facts.Take("usageCharacteristic." + one.Text("name"), one.Text("name")!, value);
        facts.Charge ??= body.List("ratedProductUsage").Select(r => r.Amount("taxIncludedRatingAmount")).FirstOrDefault(a => a is not null);
        facts.Id ??= call.RequestKey ?? id.ToString("N");
        if (facts.Wrong is { } wrong) throw new Problem(422, wrong.Code, [.. (wrong.Details ?? new Dictionary<string, object?>()).Select(d => (d.Key, d.Value))]);
        return facts.ToEvent(facts.Source ?? UsageFacts.SourceOf(call.Caller)).Match(made => made with { Id = id }, why => throw Problem.Of(why));
    }
}
