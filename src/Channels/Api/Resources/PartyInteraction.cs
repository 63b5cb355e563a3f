using Wangting.Customers;

namespace Wangting.Channels.Api.Resources;

/// <summary>TMF683: the contact history, ours and what other systems tell of theirs.</summary>
internal static class PartyInteraction
{
    static readonly OpenApi Api = new("TMF683", "Party Interaction", "partyInteraction/v4", "interaction");

    public static IEnumerable<Resource> All => [Interaction];

    static readonly Resource Interaction = new Resource<ListedTouch>(Api, "partyInteraction", f => f
        .Text("reason", t => t.Reason, "Asked about roaming")
        .Choice("direction", t => (TouchDirection?)t.Direction, (TouchDirection.In, "inbound"), (TouchDirection.Out, "outbound"))
        .Text("status", t => t.Status, "completed")
        .Time("creationDate", t => t.CreatedAt)
        .Object("interactionDate", g => g.Time("startDateTime", t => t.At).Time("endDateTime", t => t.EndedAt))
        .Single("channel", g => g.Text("id", t => t.Channel, "Voice").Kept(Shape.Text, "href", "name", "role"))
        .Single("relatedParty", g => g
            .Id("id", t => t.PartyId).Href("href", t => PartyParts.PathOf(t.PartyKind!.Value), t => t.PartyId).Text("name", t => t.PartyName)
            .Choice("@referredType", t => t.PartyKind, (PartyKind.Person, "Individual"), (PartyKind.Organisation, "Organization")).Fixed("role", "customer"))
        .Single("interactionItem", g => g.Object("item", i => i.Text("id", t => t.ObjectId).Text("@referredType", t => t.ObjectKind)))
        .Fixed("@type", "PartyInteraction")
        .Open("direction", "creationDate", "channel", "relatedParty", "interactionItem")
        .Kept(Shape.Text, "description", "@baseType", "@schemaLocation").Kept(Shape.Time, "statusChangeDate").Kept(Shape.List, "attachment", "interactionRelationship", "note")
        .Required("reason", "direction", "channel", "channel.id"))
    {
        Rows = call => ListedTouches.Of(call.Db, call.Caller, call.Now),
        Whose = t => t.PartyId,
        Create = (call, id, body, ct) =>
        {
            var item = body.List("interactionItem").Select(i => i.Object("item")).FirstOrDefault(i => i is not null);
            var when = body.Object("interactionDate");
            return call.Get<TellOfTouchHandler>().HandleAsync(new(id, PartyParts.Related(body), DirectionOf(body.Text("direction")!), body.List("channel")[0].Text("id")!, body.Text("reason")!,
                body.Text("status"), when?.Time("startDateTime"), when?.Time("endDateTime"), item?.Text("@referredType"), item?.Text("id")), call.Caller, ct);
        },
    };

    static TouchDirection DirectionOf(string said) => said.ToLowerInvariant() switch
    {
        "inbound" or "incoming" or "in" => TouchDirection.In,
        "outbound" or "outgoing" or "out" => TouchDirection.Out,
        _ => throw new Problem(400, "api.choice", ("attribute", "direction"), ("choices", "inbound, outbound")),
    };
}
