using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Import;

internal static class SubscriptionKinds
{
    public static readonly ImportKind Lines = new("lines",
        [
            Field.Reference("account"), Field.Choice<LineKind>("kind", required: true), Field.Phone("number"), Field.Text("name", 60), Field.Reference("user", required: false), Field.Text("label", 60),
            Field.Choice<LineState>("state"), Field.Time("from"), Field.Time("to"),
        ],
        (services, records, ct) => ImportKinds.Of<AcceptLines>(services).HandleAsync(records.Select(Line).ToList(), ct));

    public static readonly ImportKind Products = new("products",
        [Field.Reference("account"), Field.Reference("offer"), Field.Reference("line", required: false), Field.Money("monthly"), Field.Time("from"), Field.Time("to")],
        (services, records, ct) => ImportKinds.Of<AcceptProducts>(services).HandleAsync(records.Select(Product).ToList(), ct));

    public static readonly ImportKind Contracts = new("contracts",
        [Field.Reference("customer"), Field.Reference("line", required: false), Field.Text("name", required: true), Field.Text("nameEn"), Field.Integer("termMonths", required: true), Field.Time("from"), Field.Time("to")],
        (services, records, ct) => ImportKinds.Of<AcceptContracts>(services).HandleAsync(records.Select(Contract).ToList(), ct));

    static IncomingLine Line(MappedRecord r)
    {
        var kind = r.Choice<LineKind>("kind")!.Value;
        var identifier = Identifiers.Of(r, kind switch { LineKind.Fixed => IdentifierKind.Fixed, LineKind.Iot => IdentifierKind.Iot, LineKind.Mobile => IdentifierKind.Mobile, _ => IdentifierKind.Broadband });
        return new IncomingLine(r.Source, r.Needed("account"), kind, identifier, r.Text("user"), r.Text("label"), r.Choice<LineState>("state") ?? LineState.Active, r.Time("from"), r.Time("to"));
    }

    static IncomingProduct Product(MappedRecord r) => new(r.Source, r.Needed("account"), r.Needed("offer"), r.Text("line"), r.Money("monthly"), r.Time("from"), r.Time("to"));

    static IncomingContract Contract(MappedRecord r) => new(r.Source, r.Needed("customer"), r.Words("name", "nameEn"), r.Whole("termMonths") ?? 0, r.Text("line"), r.Time("from"), r.Time("to"));
}
