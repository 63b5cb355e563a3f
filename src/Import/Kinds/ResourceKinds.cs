using Wangting.Kernel;
using Wangting.Resources;

namespace Wangting.Import;

internal static class ResourceKinds
{
    public static readonly ImportKind Numbers = new("numbers",
        [
            Field.Choice<IdentifierKind>("kind"), Field.Phone("number"), Field.Text("name", 60), Field.Choice<NumberState>("state"), Field.Integer("level"), Field.Text("area", 12), Field.Time("restUntil"),
        ],
        async (services, records, ct) =>
        {
            // Phone numbers are read as such, broadband accounts as they stand: one of the two fields.
            var outcomes = new Accepted[records.Count];
            var named = records.Select((record, at) => (at, identifier: Identifiers.Of(record))).ToList();
            foreach (var (at, _) in named.Where(n => n.identifier is null)) outcomes[at] = Refusal.Invalid("import.number_or_name", "number");
            var batch = named.Where(n => n.identifier is not null).ToList();
            var accepted = await ImportKinds.Of<AcceptNumbers>(services).HandleAsync(batch.Select(n => Number(records[n.at], n.identifier!.Value)).ToList(), ct);
            foreach (var (one, outcome) in batch.Zip(accepted)) outcomes[one.at] = outcome;
            return outcomes;
        });

    static IncomingNumber Number(MappedRecord r, ServiceIdentifier identifier) =>
        new(r.Source, identifier.Kind, identifier.Value, r.Choice<NumberState>("state"), r.Whole("level") ?? 0, r.Text("area"), r.Time("restUntil"));
}

/// <summary>How records name a service: <c>number</c> for telephones, <c>name</c> for broadband and other accounts.</summary>
internal static class Identifiers
{
    public static ServiceIdentifier? Of(MappedRecord record, IdentifierKind? kind = null)
    {
        kind ??= record.Choice<IdentifierKind>("kind");
        if (record.Text("number") is { } number) return new ServiceIdentifier(kind ?? IdentifierKind.Mobile, number);
        return record.Text("name") is { } name ? new ServiceIdentifier(kind is IdentifierKind.Iot ? IdentifierKind.Iot : IdentifierKind.Broadband, name.ToLowerInvariant()) : null;
    }
}
